import { screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { openApp } from './open.tsx'
import { World } from './world.ts'

// As when the server has a newer client, and the files of this one no more.
vi.mock('../src/app/Dialogs.tsx', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

test('a part that cannot be loaded leaves the rest, and says what to do', async () => {
  // React tells the console of each error, also of one that is dealt with.
  vi.spyOn(console, 'error').mockReturnValue(undefined)
  const there = new World()
  there.user('anna', 'Anna')
  there.talk('direct', ['anna', there.user('ben', 'Ben')])
  const { user } = await openApp(there, { as: 'anna' })
  await screen.findByRole('link', { name: /Ben/ })
  await user.keyboard('n')
  expect((await screen.findByRole('alert')).textContent).toContain('There may be a newer version')
  expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy()
  expect(screen.getByRole('link', { name: /Ben/ })).toBeTruthy()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})
