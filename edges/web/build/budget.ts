import type { PackedFile } from './pack.ts'

/** Most bytes over the wire before the client shows something, by gzip: what browsers take without TLS. */
export const firstLoadBytesMax = 150_000

/** What is too much, as a table to read; null when all is well. */
export function overBudget(firstLoad: readonly PackedFile[]): string | null {
  const total = firstLoad.reduce((sum, file) => sum + file.gzip, 0)
  return total <= firstLoadBytesMax
    ? null
    : `The web client loads ${total} bytes at first, and ${firstLoadBytesMax} is the most:\n${table(firstLoad)}`
}

export function table(files: readonly PackedFile[]): string {
  const rows = [...files].sort((a, b) => b.gzip - a.gzip)
  const total = (form: 'bytes' | 'gzip' | 'brotli') => rows.reduce((sum, file) => sum + file[form], 0)
  const sum = { path: 'all of it', bytes: total('bytes'), gzip: total('gzip'), brotli: total('brotli') }
  const cell = (value: string | number) => String(value).padStart(9)
  return [
    `${cell('bytes')}${cell('gzip')}${cell('brotli')}`,
    ...[...rows, sum].map((row) => `${cell(row.bytes)}${cell(row.gzip)}${cell(row.brotli)}  ${row.path}`),
  ].join('\n')
}
