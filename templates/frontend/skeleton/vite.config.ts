import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { CODINGS } from './server/siteFiles.ts';

const OUTPUT = 'dist/web';
const COMPRESSIBLE = /\.(css|html|js|json|map|svg|txt|webmanifest)$/;
/** Below that, compressing saves no packet. */
const WORTHWHILE_BYTES = 1_024;

const COMPRESS: Readonly<Record<(typeof CODINGS)[number]['name'], (bytes: Buffer) => Buffer>> = {
  br: (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Compresses once, as well as possible, so that the server never has to. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const entry of readdirSync(OUTPUT, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (!entry.isFile() || !COMPRESSIBLE.test(file)) {
          continue;
        }
        const bytes = readFileSync(file);
        for (const { name, suffix } of bytes.length < WORTHWHILE_BYTES ? [] : CODINGS) {
          writeFileSync(`${file}${suffix}`, COMPRESS[name](bytes));
        }
      }
    },
  };
}

export default defineConfig(({ mode }) => ({
  // Storybook brings its own output folder.
  plugins: [react(), ...(mode === 'production' && !process.env['STORYBOOK'] ? [compressed()] : [])],
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    // What is inline in a page or a style sheet would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'baseline-widely-available',
  },
}));
