import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { hashOf, listed } from './pack.ts'

/** What the page shows; icons are the system's to fetch. */
const ofTheShell = /^\/(index\.html|icon\.svg|assets\/.*)$/

/**
 * The service worker: one plain script at an address that stays, since a browser asks there for a newer one. It knows the
 * files of its version, so it is built after them.
 */
export async function buildWorker(root: string, directory: string): Promise<void> {
  const shell = listed(directory)
    .filter((path) => ofTheShell.test(path))
    .map((path) => [path, integrityOf(readFileSync(join(directory, path)))])
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: { '@parley/client': resolve(root, '../../sdk/typescript/src/index.ts') } },
    define: { __SHELL__: JSON.stringify(shell), __VERSION__: JSON.stringify(hashOf(Buffer.from(shell.join()))) },
    build: {
      target: 'es2022',
      outDir: directory,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: resolve(root, 'src/push/worker/sw.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js' },
      },
    },
  })
}

function integrityOf(content: Uint8Array): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`
}
