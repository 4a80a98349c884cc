//! Bytes as letters and digits that survive chats, mail and reading aloud: Crockford's base 32, in which case does not matter.
//!
//! Square codes hold these signs in five and a half bits each.

/// No I, L, O and U, which are taken for others.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The sign of a number below 32.
pub(crate) fn sign(value: u8) -> char {
    char::from(SIGNS[usize::from(value & 31)])
}

/// The number of a sign; `None` where it is none of ours.
pub(crate) fn value(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        sign => sign,
    };
    SIGNS.iter().position(|other| char::from(*other) == sign).map(|value| value as u8)
}

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut signs = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            signs.push(char::from(SIGNS[(bits >> held & 31) as usize]));
        }
    }
    if held > 0 {
        signs.push(char::from(SIGNS[(bits << (5 - held) & 31) as usize]));
    }
    signs
}

/// The bytes of these signs; `None` where one of them is none of ours.
pub(super) fn decode(signs: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(signs.len() * 5 / 8);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for sign in signs.chars() {
        bits = bits << 5 | u32::from(value(sign)?);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 255) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_comes_back() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|i| i.wrapping_mul(97).wrapping_add(11)).collect();
            let signs = encode(&bytes);
            assert_eq!(decode(&signs).as_ref(), Some(&bytes));
            assert_eq!(decode(&signs.to_lowercase().replace('0', "o").replace('1', "l")), Some(bytes));
        }
        assert_eq!(decode("ABCU"), None);
        assert_eq!(decode("AB-C"), None);
    }
}
