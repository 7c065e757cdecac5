import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { firstLoadBytesMax, overBudget } from '../build/budget.ts'
import { pack } from '../build/pack.ts'

function built(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'parley-pack-'))
  mkdirSync(join(directory, 'assets'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
  return directory
}

it('compresses what becomes smaller, and lists everything', () => {
  const script = 'let a = 1\n'.repeat(100)
  const directory = built({ 'assets/a-1.js': script, 'index.html': '<p>', 'icon.png': 'x'.repeat(500) })
  pack(directory)
  expect(readFileSync(join(directory, 'files.txt'), 'utf8').replace(/\t[0-9a-f]{32}\t/g, '\tHASH\t')).toBe(
    '/assets/a-1.js\ttext/javascript; charset=utf-8\timmutable\tHASH\tbr gzip\n' +
      '/icon.png\timage/png\trevalidate\tHASH\t\n' +
      '/index.html\ttext/html; charset=utf-8\trevalidate\tHASH\t\n',
  )
  expect(brotliDecompressSync(readFileSync(join(directory, 'assets/a-1.js.br'))).toString()).toBe(script)
  expect(gunzipSync(readFileSync(join(directory, 'assets/a-1.js.gz'))).toString()).toBe(script)
})

it('lists the same once more', () => {
  const directory = built({ 'index.html': 'hello '.repeat(50) })
  const first = pack(directory)
  expect(pack(directory)).toEqual(first)
})

it('knows no file of an unknown kind', () => {
  expect(() => pack(built({ 'a.exe': '' }))).toThrow('/a.exe')
})

it('holds the first load to its budget, and says what it is made of', () => {
  const file = (path: string, gzip: number) => ({ path, bytes: 3 * gzip, gzip, brotli: gzip })
  const half = firstLoadBytesMax / 2
  expect(overBudget([file('/a.js', half), file('/b.js', half)])).toBeNull()
  expect(overBudget([file('/a.js', half), file('/b.js', half + 1)])).toContain(`${half + 1}`)
})
