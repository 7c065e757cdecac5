import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { emoji } from './build/emoji.ts'
import { parley } from './build/plugin.ts'

/** The Parley that `npm run dev` speaks to. */
const server = process.env['PARLEY_SERVER'] ?? 'http://localhost:8080'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [react(), emoji(), parley()],
  resolve: {
    // From source, so that nothing has to be built in order, and a change in the client library shows at once.
    alias: {
      '@parley/client': source('../../sdk/typescript/src/index.ts'),
      '@parley/react': source('../../sdk/react/src/index.ts'),
    },
    dedupe: ['react', 'react-dom'],
  },
  build: {
    target: 'es2022',
    assetsDir: 'assets',
    // A data: address in a script or style would need a wider policy, and is compressed badly.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: true },
      '/ws': { target: server, ws: true, changeOrigin: true },
    },
  },
  test: {
    environment: 'happy-dom',
    testTimeout: 30_000,
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts', '../../sdk/typescript/test/same-properties.ts'],
  },
})
