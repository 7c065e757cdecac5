import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FileStorage } from '../src/node/file-storage.js'
import { storageContract } from './storage-contract.js'

let directory: string
let files = 0

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-'))
})

afterAll(() => rm(directory, { recursive: true }))

storageContract('file', (place) => FileStorage.open(join(directory, place)))

/** One that is written anew at nearly every write. */
storageContract('file, compacted', (place) => FileStorage.open(join(directory, place), 1))

it('has every batch that was done, and none by half, wherever the program was killed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.nat(), async (writes, cut) => {
      const path = join(directory, `killed-${files++}`)
      const storage = await FileStorage.open(path)
      const ends = [0]
      for (let n = 1; n <= writes; n++) {
        await storage.write({ state: { user_id: 'ann', device_id: 'ü', since: `${n}` } })
        ends.push((await stat(path)).size)
      }
      await storage.close()
      const bytes = cut % ((ends.at(-1) ?? 0) + 1)
      await truncate(path, bytes)
      const written = ends.findLastIndex((end) => end <= bytes)
      const next = await FileStorage.open(path)
      expect((await next.load()).state?.since ?? '0').toBe(`${written}`)
      await next.write({ state: { user_id: 'ann', device_id: 'ü', since: 'after' } })
      await next.close()
      const last = await FileStorage.open(path)
      expect((await last.load()).state?.since).toBe('after')
      await last.close()
    }),
    { numRuns: 40 },
  )
})

it('drops the end that was being written, also when it is no text', async () => {
  const path = join(directory, 'torn')
  const storage = await FileStorage.open(path)
  await storage.write({ state: { user_id: 'ann', device_id: 'd', since: '1' } })
  await storage.close()
  await appendFile(path, Buffer.from([0, 0, 0x0a]))
  const next = await FileStorage.open(path)
  expect((await next.load()).state?.since).toBe('1')
  await next.close()
})

it('does not go on with a file that is damaged in its middle', async () => {
  const path = join(directory, 'damaged')
  await writeFile(path, '{}\nx\n{}\n')
  await expect(FileStorage.open(path)).rejects.toThrow('damaged at byte 3')
})

it('stays short while the same is written again and again, and is for its owner alone', async () => {
  const path = join(directory, 'compact')
  const storage = await FileStorage.open(path, 2_000)
  for (let n = 0; n < 300; n++) await storage.write({ state: { user_id: 'ann', device_id: 'd', since: `${n}` } })
  await storage.close()
  expect((await stat(path)).size).toBeLessThan(2_100)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const next = await FileStorage.open(path)
  expect((await next.load()).state?.since).toBe('299')
  await next.close()
  expect(await readFile(path, 'utf8')).toContain('299')
})
