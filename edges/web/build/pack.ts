import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What the client is made of. Another kind of file is a mistake until it is here. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

const packed = new Set(['.png', '.woff2'])

export interface PackedFile {
  /** As the server answers it. */
  readonly path: string
  readonly bytes: number
  readonly gzip: number
  readonly brotli: number
}

/**
 * Makes of a built directory what the server serves: beside each file its compressed forms, where they are smaller, and
 * the list of all (`Assets.java` reads it).
 */
export function pack(directory: string): PackedFile[] {
  const files = listed(directory).map((path) => packFile(directory, path))
  writeFileSync(join(directory, 'files.txt'), files.map((file) => file.line).join(''))
  return files.map(({ path, bytes, gzip, brotli }) => ({ path, bytes, gzip, brotli }))
}

/** The paths of what was built, as the server answers them, sorted. */
export function listed(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(directory, join(entry.parentPath, entry.name))}`)
    .filter((path) => path !== '/files.txt' && !/\.(br|gz)$/.test(path))
    .sort()
}

export function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}

function packFile(directory: string, path: string): PackedFile & { line: string } {
  const type = types[extname(path)]
  if (type === undefined) throw new Error(`${path} is of a kind that pack.ts does not know`)
  const content = readFileSync(join(directory, path))
  const forms = packed.has(extname(path)) ? [] : compressed(content).filter(({ form }) => form.length < content.length)
  for (const { suffix, form } of forms) writeFileSync(join(directory, path + suffix), form)
  const caching = path.startsWith('/assets/') ? 'immutable' : 'revalidate'
  const size = (coding: string) => forms.find((form) => form.coding === coding)?.form.length ?? content.length
  return {
    path,
    bytes: content.length,
    gzip: size('gzip'),
    brotli: size('br'),
    line: `${[path, type, caching, hashOf(content), forms.map(({ coding }) => coding).join(' ')].join('\t')}\n`,
  }
}

function compressed(content: Uint8Array) {
  const quality = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  }
  return [
    { coding: 'br', suffix: '.br', form: brotliCompressSync(content, { params: quality }) },
    { coding: 'gzip', suffix: '.gz', form: gzipSync(content, { level: 9 }) },
  ]
}
