import { expect, it } from 'vitest'
import type { Change, EngineLink } from '../src/engine/link.js'
import type { LobbyMessage } from '../src/tabs/messages.js'
import { named } from '../src/tabs/messages.js'
import { SharedEngine } from '../src/tabs/shared-engine.js'
import { VirtualBrowser, VirtualTab } from './virtual-browser.js'
import { seeded, VirtualClock } from './virtual-clock.js'

it('refuses what was asked, and whatever is asked after, when another tab signs the user out', async () => {
  const browser = new VirtualBrowser(new VirtualClock(), seeded(1))
  const [here, other] = [new VirtualTab(browser), new VirtualTab(browser)]
  const { locks, open, clock, page } = here
  // An engine that is long in coming.
  const start = () => new Promise<EngineLink>(() => {})
  const engine = new SharedEngine({ name: 'ann', tab: here.name, locks, open, clock, page, start })
  const told: Change[] = []
  const { commands } = engine.attach((changes) => told.push(...changes))
  const ends: unknown[] = []
  const ask = () => void commands.send('c', { text: 'hi' }, 'k').catch((cause: unknown) => ends.push(cause))

  ask()
  await browser.carry(10)
  expect(ends).toEqual([])
  other.open<LobbyMessage, LobbyMessage>(named('ann', 'lobby')).post({ type: 'signed-out' })
  await browser.carry(10)
  expect(told).toEqual([{ type: 'connection', status: { state: 'signed-out', erased: true } }])
  expect(ends).toMatchObject([{ code: 'closed' }])
  ask()
  await browser.carry(1)
  expect(ends).toMatchObject([{ code: 'closed' }, { code: 'closed' }])
})
