// Bundles style, script and type into ../static/built/, each file with its hash in its name and its compressed twins
// beside it, and writes assets.json: what the pages ask for → the file of this build.
import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, "..", "static", "built");
const watch = process.argv.includes("--watch");
// Made beside and then put in place, so that two builds at once, or a page served meanwhile, find a whole folder.
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

async function compress(file) {
  const content = await readFile(file);
  await writeFile(`${file}.gz`, zlib.gzipSync(content, { level: 9 }));
  await writeFile(`${file}.br`, zlib.brotliCompressSync(content));
}

const options = {
  entryPoints: [path.join(here, "app.js"), path.join(here, "app.css")],
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
  const old = `${out}.old`;
  await rename(built, old).catch(() => {});
  await rename(out, built);
  await rm(old, { recursive: true, force: true });
}
