// Bundles echarts.js into the package and writes MANIFEST.json beside it.
// Two builds from the same package-lock.json give the same bytes.
import { createHash } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const OUT = new URL('../src/supplypact/reporting/static/', import.meta.url);
const BUNDLE = 'echarts.min.js';
const LICENCES = {
  echarts: ['LICENSE', 'NOTICE', 'licenses/LICENSE-d3'],
  zrender: ['LICENSE'],
  tslib: ['LICENSE.txt'],
};

await build({
  entryPoints: ['echarts.js'],
  outfile: new URL(BUNDLE, OUT).pathname,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2019',
  charset: 'utf8',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
});

const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
const entry = (name) => {
  const { version, license, integrity } = lock.packages[`node_modules/${name}`];
  return { package: name, version, licence: license, integrity };
};
const packages = [];
for (const [name, files] of Object.entries(LICENCES)) {
  const copies = files.map((file) => [file, `${name}-${file.split('/').pop().replace('.txt', '')}.txt`]);
  for (const [file, copy] of copies) {
    await copyFile(`node_modules/${name}/${file}`, new URL(copy, OUT));
  }
  packages.push({ ...entry(name), licence_files: copies.map(([, copy]) => copy) });
}

const bytes = await readFile(new URL(BUNDLE, OUT));
if (/<\/script/i.test(bytes.toString())) throw new Error('the bundle cannot be inlined');
const manifest = {
  file: BUNDLE,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes: bytes.length,
  packages,
  built_with: [entry('esbuild')],
};
await writeFile(new URL('MANIFEST.json', OUT), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${BUNDLE} ${manifest.bytes} bytes sha256 ${manifest.sha256}`);
