import { resolve } from 'node:path'
import type { Plugin, Rollup } from 'vite'
import { overBudget, table } from './budget.ts'
import { pack } from './pack.ts'
import { buildWorker } from './worker.ts'

/** Packs what Vite has built as the server serves it, and fails when what is loaded at first is too much. */
export function parley(): Plugin {
  let firstLoad: ReadonlySet<string> = new Set()
  let root = ''
  let directory = ''
  return {
    name: 'parley',
    apply: 'build',
    configResolved(config) {
      root = config.root
      directory = resolve(root, config.build.outDir)
    },
    generateBundle(_, bundle) {
      firstLoad = new Set(['/index.html', ...loadedAtFirst(bundle)])
    },
    async closeBundle() {
      await buildWorker(root, directory)
      const first = pack(directory).filter((file) => firstLoad.has(file.path))
      const excess = overBudget(first)
      if (excess !== null) throw new Error(excess)
      this.info(`loaded at first:\n${table(first)}`)
    },
  }
}

/** The entries, what they import other than on demand, and the style sheets of both. */
function loadedAtFirst(bundle: Rollup.OutputBundle): Set<string> {
  const found = new Set<string>()
  const visit = (name: string) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || found.has(`/${name}`)) return
    found.add(`/${name}`)
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(`/${style}`)
    for (const imported of chunk.imports) visit(imported)
  }
  for (const [name, output] of Object.entries(bundle)) {
    if (output.type === 'chunk' && output.isEntry) visit(name)
  }
  return found
}
