import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { setDraft } from '../src/drafts.ts'
import { openApp } from './open.tsx'
import { World } from './world.ts'

function world() {
  const made = new World()
  made.user('anna', 'Anna')
  made.user('ben', 'Ben')
  made.user('zoe', 'Zoë Müller')
  const ben = made.talk('direct', ['anna', 'ben'])
  const trip = made.talk('group', ['anna', 'ben', 'zoe'], 'Trip')
  return { world: made, ben, trip }
}

const rows = () => screen.getAllByRole('listitem').map((row) => row.textContent)
const row = (name: RegExp) => screen.findByRole('link', { name })

describe('the list', () => {
  test('has the latest active first, with who said what', async () => {
    const { world: there, ben, trip } = world()
    there.say('ben', ben, 'Hello Anna')
    there.say('zoe', trip, 'Tickets are bought')
    await openApp(there, { as: 'anna' })
    await row(/Trip/)
    await waitFor(() => expect(rows()[0]).toContain('Zoë Müller: Tickets are bought'))
    expect(rows()[1]).toContain('Hello Anna')
    there.say('ben', ben, 'Are you there?')
    await waitFor(() => expect(rows()[0]).toContain('Are you there?'))
  })

  test('says how many are unread, in words too', async () => {
    const { world: there, ben } = world()
    there.say('ben', ben, 'one')
    there.say('ben', ben, 'two')
    await openApp(there, { as: 'anna' })
    expect(await row(/Ben.*2 unread messages/)).toBeTruthy()
    await waitFor(() => expect(document.title).toBe('(2) Parley'))
  })

  test('shows who is typing, a draft, and what was not sent yet', async () => {
    const { world: there, ben, trip } = world()
    there.say('ben', ben, 'Hello Anna')
    there.say('zoe', trip, 'Tickets')
    const { client } = await openApp(there, { as: 'anna' })
    await row(/Hello Anna/)
    setDraft('anna', ben, 'I was about to')
    expect(await row(/Draft: I was about to/)).toBeTruthy()
    there.typing('zoe', trip)
    expect(await row(/Zoë Müller is typing/)).toBeTruthy()
    setDraft('anna', ben, '')
    there.reachable = false
    there.hangUp(1001)
    await client()?.send(ben, { text: 'Written offline' })
    expect(await row(/Waiting to be sent.*Written offline/)).toBeTruthy()
  })

  test('finds by the beginnings of words, whatever their accents', async () => {
    const { world: there, ben, trip } = world()
    there.talk('direct', ['anna', 'zoe'])
    there.say('ben', ben, 'Hello')
    there.say('zoe', trip, 'Tickets')
    const { user } = await openApp(there, { as: 'anna' })
    await row(/Trip/)
    await user.type(screen.getByRole('textbox', { name: 'Find a conversation' }), 'zoe mul')
    await waitFor(() => expect(rows()).toHaveLength(1))
    expect(rows()[0]).toContain('Zoë Müller')
    await user.keyboard('x')
    expect(await screen.findByText('Nothing found for “zoe mulx”')).toBeTruthy()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(rows()).toHaveLength(3))
  })

  test('arrows go from row to row, and one row alone is in the order of tabs', async () => {
    const { world: there, ben, trip } = world()
    there.say('ben', ben, 'Hello')
    there.say('zoe', trip, 'Tickets')
    const { user } = await openApp(there, { as: 'anna' })
    const first = await row(/Trip/)
    const second = await row(/Ben/)
    expect([first.tabIndex, second.tabIndex]).toEqual([0, -1])
    first.focus()
    await user.keyboard('{ArrowDown}')
    await waitFor(() => expect(document.activeElement).toBe(second))
    await user.keyboard('{ArrowUp}')
    await waitFor(() => expect(document.activeElement).toBe(first))
  })

  test('without conversations it says how to begin one', async () => {
    const there = new World()
    there.user('anna')
    const { user } = await openApp(there, { as: 'anna' })
    await user.click(await screen.findByRole('button', { name: 'Start a chat' }))
    expect(await screen.findByRole('dialog', { name: 'New chat' })).toBeTruthy()
  })

  test('a message elsewhere is said to screen readers', async () => {
    const { world: there, ben, trip } = world()
    there.say('ben', ben, 'Hello')
    there.say('zoe', trip, 'Tickets')
    await openApp(there, { as: 'anna', at: `#/c/${ben}` })
    await row(/Trip/)
    await screen.findByRole('link', { current: 'page' })
    there.say('zoe', trip, 'We leave at nine')
    await waitFor(() =>
      expect(screen.getAllByRole('status').map((status) => status.textContent)).toContain(
        'Zoë Müller in Trip: We leave at nine',
      ),
    )
  })
})

describe('keys', () => {
  test('go to the next and the next unread conversation, open the lists, and close', async () => {
    const { world: there, ben, trip } = world()
    const zoe = there.talk('direct', ['anna', 'zoe'])
    for (const [from, to] of [
      ['zoe', zoe],
      ['anna', ben],
      ['zoe', trip],
    ] as const) {
      there.say(from, to, 'Hello')
    }
    const { user } = await openApp(there, { as: 'anna' })
    await row(/Trip/)
    await user.keyboard('?')
    const help = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    expect(within(help).getByText('New chat')).toBeTruthy()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(window.location.hash).toBe('#/')
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
    expect(window.location.hash).toBe(`#/c/${trip}`)
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
    expect(window.location.hash).toBe(`#/c/${ben}`)
    await user.keyboard('{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}')
    expect(window.location.hash).toBe(`#/c/${zoe}`)
    // Where a question mark is written, it is one.
    await user.keyboard('?')
    expect(window.location.hash).toBe(`#/c/${zoe}`)
    await user.keyboard('{Escape}')
    expect(window.location.hash).toBe('#/')
  })

  test('Ctrl K jumps to a conversation', async () => {
    const { world: there, ben, trip } = world()
    there.say('ben', ben, 'Hello')
    there.say('zoe', trip, 'Tickets')
    const { user } = await openApp(there, { as: 'anna' })
    await row(/Trip/)
    await user.keyboard('{Control>}k{/Control}')
    const field = await screen.findByRole('combobox', { name: 'Conversation or person' })
    await user.type(field, 'be')
    await screen.findByRole('option', { name: /Ben/, selected: true })
    await user.keyboard('{Enter}')
    await waitFor(() => expect(window.location.hash).toBe(`#/c/${ben}`))
  })
})
