#!/usr/bin/env bash
# Builds Buffycoat for browsers, into target/page: a folder to be served, and one single file that opens by double click.
#
#   assets/web/build.sh
#
# Needs the target wasm32-unknown-unknown of rustup, python3 and zopfli. wasm-bindgen is taken from the path where it has the version that
# Cargo.lock names, else it is installed below target/page. wasm-opt is not used: its smaller program packs no smaller.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=target/page
mkdir -p "$out/tools"
version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
bindgen=wasm-bindgen
if [ "$($bindgen --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
  bindgen=$out/tools/bin/wasm-bindgen
  if [ "$($bindgen --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
    cargo install wasm-bindgen-cli --version "$version" --root "$out/tools" --target-dir "$out/tools/target" --debug --quiet
  fi
fi

cargo build --locked --profile web --target wasm32-unknown-unknown --bin buffycoat
"$bindgen" --target no-modules --no-typescript --remove-name-section --remove-producers-section --out-dir "$out/bound" target/wasm32-unknown-unknown/web/buffycoat.wasm

rm -rf "$out/dist"
mkdir -p "$out/dist"
# Packed here, because many servers send a program as it is; zopfli packs it to 96 % of what gzip does, and any browser unpacks it.
zopfli --i5 -c "$out/bound/buffycoat_bg.wasm" > "$out/dist/buffycoat.wasm.gz"
cp "$out/bound/buffycoat.js" "$out/dist/buffycoat.js"

python3 - "$out" <<'PYTHON'
import base64, pathlib, sys

out = pathlib.Path(sys.argv[1])
page = pathlib.Path("assets/web/page.html").read_text(encoding="utf-8")
glue = (out / "dist/buffycoat.js").read_text(encoding="utf-8")
wasm = (out / "bound/buffycoat_bg.wasm").read_bytes()
packed = (out / "dist/buffycoat.wasm.gz").read_bytes()
assert page.count("<!-- program -->") == 1 and "</script" not in glue

# Some servers tell the browser to unpack the file, others do not.
start = """
const start = async bytes => {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const unpacked = packed ? new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')) : bytes;
  await wasm_bindgen({ module_or_path: await new Response(unpacked).arrayBuffer() });
};"""
served = f"""<script src="buffycoat.js"></script>
<script>{start}
(async () => {{
  const answer = await fetch('buffycoat.wasm.gz');
  if (!answer.ok) throw `buffycoat.wasm.gz: ${{answer.status}}`;
  await start(new Uint8Array(await answer.arrayBuffer()));
}})().catch(cannotStart);
</script>"""
(out / "dist/index.html").write_text(page.replace("<!-- program -->", served), encoding="utf-8")

# Without a network nothing can be fetched, from a file not even what lies beside it: the program is in the page.
unpack = f"""<script>{start}
(async () => {{
  const letters = atob(document.getElementById('program').textContent.trim());
  await start(Uint8Array.from(letters, letter => letter.charCodeAt(0)));
}})().catch(cannotStart);
</script>"""
program = '<script type="text/plain" id="program">' + base64.b64encode(packed).decode("ascii") + "</script>"
single = page.replace("<!-- program -->", "<script>" + glue + "</script>\n" + program + "\n" + unpack)
(out / "buffycoat.html").write_text(single, encoding="utf-8")
for what, size in (("wasm", len(wasm)), ("wasm, packed", len(packed)), ("glue", len(glue)), ("single file", len(single.encode()))):
    print(f"{what}: {size / 1e6:.2f} MB")
PYTHON
