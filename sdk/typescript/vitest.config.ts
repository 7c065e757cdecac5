import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { setupFiles: ['test/same-properties.ts'] } })
