// Bundles style, script and type into ../static/built/, each file with its hash in its name and its compressed twins
// beside it, and writes assets.json: what the pages ask for → the file of this build.
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, "..", "static", "built");
const DAY = 24 * 3600 * 1000;
const watch = process.argv.includes("--watch");
// Made beside and then moved in, the list of names last: two builds at once, or a server that still hands out the names
// of the build before, find what they ask for.
const out = watch ? built : `${built}.${process.pid}`;
const root = path.join(here, "..", "..", "..", "..");

/** Sass sources become CSS; only the kit needs it. */
const kit = {
  name: "kit",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
      const { css } = sass.compile(file, { loadPaths: [path.join(root, "node_modules")], quietDeps: true });
      return { contents: css, loader: "css", resolveDir: path.dirname(file) };
    });
  },
};

/** What each entry became, for the template tag `asset`; then the compressed twins that the server hands out. */
const publish = {
  name: "publish",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (errors.length) return;
      const names = {};
      for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
        if (entryPoint) names[path.basename(file).replace(/-[0-9A-Z]{8}\./, ".")] = path.basename(file);
      }
      await writeFile(path.join(out, "assets.json"), JSON.stringify(names, null, 2));
      const text = (await readdir(out)).filter((name) => /\.(css|js)$/.test(name));
      await Promise.all(text.map((name) => compress(path.join(out, name))));
    });
  },
};

/** Put the new files beside the old ones, `assets.json` last, then drop old ones that no server can still name. */
async function moveIn() {
  await mkdir(built, { recursive: true });
  const fresh = (await readdir(out)).sort((one) => (one === "assets.json" ? 1 : -1));
  for (const name of fresh) await rename(path.join(out, name), path.join(built, name));
  await rm(out, { recursive: true });
  const past = Date.now() - DAY;
  for (const name of await readdir(built)) {
    const file = path.join(built, name);
    if (!fresh.includes(name) && !name.startsWith(".") && (await stat(file)).mtimeMs < past) await rm(file);
  }
}

async function compress(file) {
  const content = await readFile(file);
  await writeFile(`${file}.gz`, zlib.gzipSync(content, { level: 9 }));
  await writeFile(`${file}.br`, zlib.brotliCompressSync(content));
}

const options = {
  entryPoints: ["app.js", "app.css", "map.js"].map((name) => path.join(here, name)),
  outdir: out,
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  splitting: true,
  target: ["chrome123", "firefox121", "safari17.5"],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  plugins: [kit, publish],
  logLevel: "warning",
};
if (watch) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
  await moveIn();
}
