import { describe, expect, test } from 'vitest'
import { parseRoute, type Route, routeHash } from './route.ts'

describe('the address', () => {
  const routes: readonly (readonly [string, Route])[] = [
    ['#/', {}],
    ['#/settings', { panel: 'settings' }],
    ['#/c/c-1', { conversationId: 'c-1' }],
    ['#/c/c-1/details', { conversationId: 'c-1', panel: 'details' }],
    ['#/c/settings', { conversationId: 'settings' }],
  ]
  test.each(routes)('%s is read and written', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route)
    expect(routeHash(route)).toBe(hash)
  })

  test.each(['', '#', '#/nowhere', '#/c', '#/c/', '#/c/a b', `#/c/${'x'.repeat(65)}`, '#/c/%2F'])(
    '%s is the list',
    (hash) => expect(parseRoute(hash)).toEqual({}),
  )
})
