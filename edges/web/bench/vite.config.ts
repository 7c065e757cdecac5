import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vite'
import web from '../vite.config.ts'

/** The pages for the eye and for measuring, built as the client is, without being served with it. */
export default mergeConfig(
  web,
  defineConfig({
    build: {
      outDir: fileURLToPath(new URL('../node_modules/.bench', import.meta.url)),
      minify: process.env['BENCH_READABLE'] === undefined,
      emptyOutDir: true,
      rolldownOptions: { input: fileURLToPath(new URL('talk.html', import.meta.url)) },
    },
  }),
)
