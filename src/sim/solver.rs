//! An explicit Runge–Kutta solver of order 5 with error control and dense output: Dormand and Prince, J Comput Appl Math 1980;6:19.
//!
//! The equations are smooth between changes and not stiff (the fastest time is the stay in the set, minutes), so steps of minutes
//! reach a relative error below 10⁻⁷. Being a Runge–Kutta method it keeps every linear balance of the equations to rounding.

/// How closely the solver follows the equations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Error allowed per step, relative to each component.
    pub relative: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { relative: 1e-7 }
    }
}

/// One accepted step, with the polynomial that gives the solution anywhere inside it.
#[derive(Clone, Debug)]
pub struct Step<const N: usize> {
    pub from: f64,
    pub width: f64,
    coefficients: [[f64; N]; 5],
}

impl<const N: usize> Step<N> {
    pub fn to(&self) -> f64 {
        self.from + self.width
    }

    /// The solution at `time`, which lies within the step (order 4).
    pub fn at(&self, time: f64) -> [f64; N] {
        let theta = ((time - self.from) / self.width).clamp(0.0, 1.0);
        let rest = 1.0 - theta;
        let [c0, c1, c2, c3, c4] = &self.coefficients;
        std::array::from_fn(|i| c0[i] + theta * (c1[i] + rest * (c2[i] + theta * (c3[i] + rest * c4[i]))))
    }
}

/// Why the solver came back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    Reached,
    /// The stop condition turned negative within the last step, at this time, or the equations lost their answer there.
    Stopped(f64),
}

const A: [&[f64]; 7] = [
    &[],
    &[1.0 / 5.0],
    &[3.0 / 40.0, 9.0 / 40.0],
    &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
    &[19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0],
    &[9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0],
    &[35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
];
/// Difference between the orders 5 and 4.
const ERROR: [f64; 7] =
    [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339_200.0, 22.0 / 525.0, -1.0 / 40.0];
/// The fifth coefficient of the dense polynomial (Hairer, Nørsett, Wanner, Solving ODEs I, II.6).
const DENSE: [f64; 7] = [
    -12_715_105_075.0 / 11_282_082_432.0,
    0.0,
    87_487_479_700.0 / 32_700_410_799.0,
    -10_690_763_975.0 / 1_880_347_072.0,
    701_980_252_875.0 / 199_316_789_632.0,
    -1_453_857_185.0 / 822_651_844.0,
    69_997_945.0 / 29_380_423.0,
];

/// Steps are never shorter than this, min: a bound on the work whatever the settings. The fastest equation there can be, a reserve
/// of the smallest size at the most urgency, takes thirty times longer to settle.
const SHORTEST_STEP: f64 = 5e-4;
const FIRST_STEP: f64 = 0.25;

/// Integrates `rates` from `from` to `to`, appending the accepted steps to `steps`, and returns the solution at the end.
///
/// `scale` holds, for each component, the size below which its error does not matter. The first time at which `until` is
/// negative at the end of a step, the crossing within that step ends the integration.
pub fn integrate<const N: usize>(
    mut rates: impl FnMut(&[f64; N]) -> [f64; N],
    (from, to): (f64, f64),
    start: &[f64; N],
    scale: &[f64; N],
    tolerance: Tolerance,
    until: impl Fn(&[f64; N]) -> f64,
    steps: &mut Vec<Step<N>>,
) -> (End, [f64; N]) {
    let mut time = from;
    let mut y = *start;
    let mut width = FIRST_STEP;
    let mut k = [[0.0; N]; 7];
    k[0] = rates(&y);
    while time < to {
        // A step that would leave a sliver takes it along, so that the end is met exactly.
        let last = time + width * 1.01 >= to;
        if last {
            width = to - time;
        }
        let mut end = y;
        for stage in 1..7 {
            end = y;
            for (weight, slope) in A[stage].iter().zip(&k) {
                if *weight != 0.0 {
                    let factor = width * weight;
                    for i in 0..N {
                        end[i] += factor * slope[i];
                    }
                }
            }
            k[stage] = rates(&end);
        }
        let error = relative_error(&k, width, &y, &end, scale) / tolerance.relative;
        if !error.is_finite() && width <= SHORTEST_STEP {
            // The equations have no answer here: the last sound moment is the end.
            return (End::Stopped(time), y);
        }
        if error > 1.0 && width > SHORTEST_STEP {
            width = (width * step_factor(error)).max(SHORTEST_STEP);
            continue;
        }
        let step = Step { from: time, width, coefficients: dense(&k, width, &y, &end) };
        if until(&end) < 0.0 {
            let stop = crate::sim::crossing::root(|t| until(&step.at(t)), step.from, step.to());
            let stopped = step.at(stop);
            steps.push(step);
            return (End::Stopped(stop), stopped);
        }
        steps.push(step);
        time = if last { to } else { time + width };
        y = end;
        k[0] = k[6];
        width *= step_factor(error);
    }
    (End::Reached, y)
}

/// The largest error of any component, each relative to its own size.
fn relative_error<const N: usize>(
    k: &[[f64; N]; 7],
    width: f64,
    y: &[f64; N],
    end: &[f64; N],
    scale: &[f64; N],
) -> f64 {
    let mut largest = 0.0_f64;
    for i in 0..N {
        let mut error = 0.0;
        for (weight, slope) in ERROR.iter().zip(k) {
            error += weight * slope[i];
        }
        let size = scale[i] + y[i].abs().max(end[i].abs());
        let share = (width * error).abs() / size;
        if share.is_nan() {
            return f64::INFINITY;
        }
        largest = largest.max(share);
    }
    largest
}

fn step_factor(error: f64) -> f64 {
    // 0.9·error^(−1/5), kept between a fifth and five.
    if error <= 0.0 { 5.0 } else { (0.9 * libm::exp(-0.2 * libm::log(error))).clamp(0.2, 5.0) }
}

fn dense<const N: usize>(k: &[[f64; N]; 7], width: f64, y: &[f64; N], end: &[f64; N]) -> [[f64; N]; 5] {
    let mut coefficients = [[0.0; N]; 5];
    for i in 0..N {
        let rise = end[i] - y[i];
        let bend = width * k[0][i] - rise;
        let mut fourth = 0.0;
        for (weight, slope) in DENSE.iter().zip(k) {
            fourth += weight * slope[i];
        }
        coefficients[0][i] = y[i];
        coefficients[1][i] = rise;
        coefficients[2][i] = bend;
        coefficients[3][i] = rise - width * k[6][i] - bend;
        coefficients[4][i] = width * fourth;
    }
    coefficients
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_an_oscillator_between_and_at_its_steps() {
        let mut steps = Vec::new();
        let (end, y) = integrate(
            |y: &[f64; 2]| [y[1], -y[0]],
            (0.0, 10.0),
            &[0.0, 1.0],
            &[1.0; 2],
            Tolerance { relative: 1e-9 },
            |_| 1.0,
            &mut steps,
        );
        assert_eq!(end, End::Reached);
        assert!((y[0] - libm::sin(10.0)).abs() < 1e-7);
        for step in &steps {
            let middle = step.from + 0.37 * step.width;
            assert!((step.at(middle)[0] - libm::sin(middle)).abs() < 1e-6, "at {middle}");
        }
    }

    #[test]
    fn stops_where_the_condition_turns() {
        let mut steps = Vec::new();
        let (end, y) = integrate(
            |_: &[f64; 1]| [-1.0],
            (0.0, 10.0),
            &[4.0],
            &[1.0],
            Tolerance::default(),
            |y| y[0] - 1.0,
            &mut steps,
        );
        let End::Stopped(time) = end else { panic!("did not stop") };
        assert!((time - 3.0).abs() < 1e-9 && (y[0] - 1.0).abs() < 1e-9);
    }
}
