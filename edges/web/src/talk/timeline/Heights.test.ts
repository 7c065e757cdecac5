import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Heights } from './Heights.ts'

const height = fc.integer({ min: 1, max: 400 })
const change = fc.oneof(
  fc.record({ what: fc.constant('push' as const), height }),
  fc.record({ what: fc.constant('set' as const), index: fc.nat(200), height }),
  fc.record({ what: fc.constant('truncate' as const), count: fc.nat(200) }),
  fc.record({ what: fc.constant('start' as const), dropped: fc.nat(5), heights: fc.array(height, { maxLength: 80 }) }),
)

test('it adds up as a plain array does, whatever was done to it', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), fc.integer({ min: -50, max: 20_000 }), (changes, offset) => {
      const heights = new Heights()
      let plain: number[] = []
      for (const one of changes) {
        if (one.what === 'push') {
          heights.push(one.height)
          plain.push(one.height)
        } else if (one.what === 'set') {
          heights.set(one.index, one.height)
          if (one.index < plain.length) plain[one.index] = one.height
        } else if (one.what === 'truncate') {
          heights.truncate(one.count)
          plain.length = Math.min(plain.length, one.count)
        } else {
          heights.replaceStart(one.dropped, one.heights)
          plain = [...one.heights, ...plain.slice(one.dropped)]
        }
      }
      const sum = (rows: readonly number[]) => rows.reduce((total, row) => total + row, 0)
      expect(heights.count).toBe(plain.length)
      expect(heights.total).toBe(sum(plain))
      plain.forEach((row, index) => {
        expect(heights.at(index)).toBe(row)
        expect(heights.before(index)).toBe(sum(plain.slice(0, index)))
        expect(heights.after(index)).toBe(sum(plain.slice(index + 1)))
      })
      let at = 0
      while (at < plain.length - 1 && sum(plain.slice(0, at + 1)) <= offset) at++
      expect(heights.indexAt(offset)).toBe(at)
    }),
  )
})
