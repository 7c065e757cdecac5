import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RowSource, ScrollModel } from './ScrollModel.ts'

const source = (keys: readonly string[], height = 50): RowSource => ({
  count: keys.length,
  keyAt: (index) => keys[index] ?? '',
  estimate: () => height,
})
const named = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `m${from + index}`)

function opened(keys: readonly string[], viewport = 600): ScrollModel {
  const model = new ScrollModel()
  model.reconcile(source(keys), true)
  model.resized(viewport)
  return model
}

/** Where a row's lower edge is, counted upwards from the screen's. */
function bottomOf(model: ScrollModel, key: string): number {
  const index = model.indexOf(key)
  return model.viewport - model.topInset(index) - heightOf(model, index)
}
const heightOf = (model: ScrollModel, index: number) => model.topInset(index + 1) - model.topInset(index)

describe('at the end', () => {
  test('it stays there when rows come and when the screen gets smaller', () => {
    const model = opened(named(0, 100))
    model.reconcile(source(named(0, 103)), true)
    model.resized(300)
    expect(model.offset).toBe(0)
    expect(model.atEnd).toBe(true)
  })

  test('of a window that is not the newest, it does not stay: what comes next is below', () => {
    const model = new ScrollModel()
    model.reconcile(source(named(0, 100)), false)
    model.resized(600)
    model.scrolled(0)
    model.reconcile(source(named(0, 150)), false)
    expect(model.offset).toBe(50 * 50)
  })

  test('one scrolls away from it and comes back', () => {
    const model = opened(named(0, 100))
    model.scrolled(400)
    expect(model.atEnd).toBe(false)
    model.scrolled(0)
    expect(model.atEnd).toBe(true)
  })
})

describe('what one reads stays where it is', () => {
  const happening = fc.oneof(
    fc.record({ what: fc.constant('older' as const), count: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ what: fc.constant('newer' as const), count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ what: fc.constant('both' as const), count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ what: fc.constant('grows' as const), index: fc.nat(300), height: fc.integer({ min: 20, max: 900 }) }),
    fc.record({ what: fc.constant('keyboard' as const), viewport: fc.integer({ min: 200, max: 900 }) }),
  )

  test('whatever comes before, after, or grows: the anchor does not move by a pixel', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), fc.integer({ min: 100, max: 4000 }), (happenings, offset) => {
        let [from, to] = [1000, 1100]
        const model = opened(named(from, to))
        model.scrolled(offset)
        const anchor = `m${from + model.lastSeen}`
        const before = bottomOf(model, anchor)
        for (const one of happenings) {
          if (one.what === 'older' || one.what === 'both') from -= one.count
          if (one.what === 'newer' || one.what === 'both') to += one.count
          if (one.what === 'grows') model.measured(one.index, one.height)
          else if (one.what === 'keyboard') model.resized(one.viewport)
          else model.reconcile(source(named(from, to)), true)
        }
        // At the very top there is nothing to scroll to, if what was above has shrunk.
        fc.pre(model.offset < model.total - model.viewport)
        expect(bottomOf(model, anchor)).toBeCloseTo(before, 6)
      }),
    )
  })

  test('reading back writes no position: older rows and their heights change the offset by nothing', () => {
    const model = opened(named(500, 600))
    model.scrolled(3000)
    model.reconcile(source(named(400, 600)), true)
    for (let index = 0; index < 100; index++) model.measured(index, 20 + index)
    expect(model.offset).toBe(3000)
  })

  test('when its message is dropped, its neighbour stands in', () => {
    const model = opened([...named(0, 100), 'queued'])
    model.scrolled(3)
    model.reconcile(source(named(0, 100)), true)
    expect(model.offset).toBeGreaterThanOrEqual(0)
    expect(model.lastSeen).toBeGreaterThan(90)
  })

  test('a message of one own that others came before is found in its new place', () => {
    const model = opened([...named(0, 100), 'own'])
    model.scrolled(20)
    model.hold(100, 'bottom', 30)
    model.reconcile(source([...named(0, 103), 'own', 'm104']), true)
    expect(model.offset).toBe(50 - 30)
  })
})

describe('going to a row', () => {
  test('its top is where it was wanted, also when heights turn out otherwise', () => {
    const model = opened(named(0, 100))
    model.hold(40, 'top', 120)
    for (let index = 35; index < 60; index++) model.measured(index, 133)
    model.settle()
    expect(model.topInset(40)).toBeCloseTo(120, 6)
  })

  test('one that is near the end leaves the list at its end, and it stays there', () => {
    const model = opened(named(0, 100))
    model.hold(97, 'top', 120)
    model.settle()
    expect(model.atEnd).toBe(true)
  })
})

describe('what is rendered', () => {
  test('is what is on the screen and around it, and the rooms add up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 900 }), (offset, overscan) => {
        const model = opened(named(0, 100))
        model.scrolled(offset)
        const slice = model.slice(overscan)
        expect(slice.before + (slice.end - slice.start) * 50 + slice.after).toBe(5000)
        expect(slice.after).toBeLessThanOrEqual(Math.max(0, model.offset - overscan) + 0.001)
        expect(slice.before).toBeLessThanOrEqual(Math.max(0, 5000 - model.offset - 600 - overscan) + 0.001)
        expect(slice.end - slice.start).toBeLessThanOrEqual((600 + 2 * overscan) / 50 + 2)
      }),
    )
  })

  test('nothing for no rows', () => {
    expect(opened([]).slice(100)).toEqual({ start: 0, end: 0, before: 0, after: 0 })
    expect(opened([]).lastSeen).toBe(-1)
  })
})

describe('what was seen', () => {
  test('is the last row that is on the screen to its end', () => {
    const model = opened(named(0, 100))
    expect(model.lastSeen).toBe(99)
    model.scrolled(125)
    expect(model.lastSeen).toBe(96)
  })

  test('or the one that fills the screen', () => {
    const model = opened(named(0, 10))
    model.measured(9, 3000)
    model.scrolled(1000)
    expect(model.lastSeen).toBe(9)
  })

  test('nothing where nothing is visible', () => expect(opened(named(0, 10), 0).lastSeen).toBe(-1))
})

test('another window altogether starts at its end', () => {
  const model = opened(named(0, 100))
  model.scrolled(1000)
  model.reconcile(source(named(5000, 5050)), true)
  expect(model.count).toBe(50)
  expect(model.total).toBe(2500)
  expect(model.atEnd).toBe(true)
})

test('a hundred thousand rows: for a message that comes, few are looked at', () => {
  const keys = named(0, 100_000)
  const model = opened(keys)
  let compared = 0
  for (let index = 0; index < 50; index++) {
    keys.push(`m${100_000 + index}`)
    const keyAt = (at: number) => {
      compared++
      return keys[at] ?? ''
    }
    model.reconcile({ ...source(keys), keyAt }, true)
  }
  // Counted, not timed: the machine that runs this may be busy.
  expect(compared / 50).toBeLessThan(10)
  expect(model.count).toBe(100_050)
})
