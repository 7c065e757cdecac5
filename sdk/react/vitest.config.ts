import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: { '@parley/client': fileURLToPath(new URL('../typescript/src/index.ts', import.meta.url)) },
  },
  test: { environment: 'happy-dom', include: ['test/**/*.test.tsx'], testTimeout: 30_000 },
})
