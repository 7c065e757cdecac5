import { expect, test } from 'vitest'
import { hueOf, initials } from './hue.ts'

test.each([
  ['Anna Lindqvist', 'AL'],
  ['sam', 'S'],
  ['li.wei', 'LW'],
  ['Ludwig van Beethoven', 'LB'],
  ['👩‍👩‍👧 Family', '👩‍👩‍👧F'],
  ['é', 'É'],
  ['', '?'],
  ['   ...', '?'],
])('%s: %s', (name, letters) => expect(initials(name)).toBe(letters))

test('hues are the same for an id, and spread over all', () => {
  expect(hueOf('anna')).toBe(hueOf('anna'))
  const sectors = new Set(Array.from({ length: 200 }, (_, i) => Math.floor(hueOf(`user${i}`) / 30)))
  expect(sectors.size).toBe(12)
})
