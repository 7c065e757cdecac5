import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { openApp } from './open.tsx'
import { World } from './world.ts'

function world() {
  const made = new World()
  made.user('anna', 'Anna')
  made.user('ben', 'Ben')
  made.user('zoe', 'Zoë Müller')
  return made
}

describe('a new chat', () => {
  test('people are searched for, and Enter opens the chat', async () => {
    const there = world()
    const { user } = await openApp(there, { as: 'anna', at: '#/new' })
    const field = await screen.findByRole('combobox', { name: 'Name or username' })
    await waitFor(() => expect(document.activeElement).toBe(field))
    await user.keyboard('zo')
    await screen.findByRole('option', { name: /Zoë Müller/ })
    await user.keyboard('{Enter}')
    await waitFor(() => expect(window.location.hash).toBe('#/c/d-anna-zoe'))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('nobody found is said, and so is a server that is busy', async () => {
    const there = world()
    const { user } = await openApp(there, { as: 'anna', at: '#/new' })
    const field = await screen.findByRole('combobox')
    await user.type(field, 'xx')
    expect((await screen.findAllByText(/Nobody found for “xx”/)).length).toBeGreaterThan(0)
    there.refuse = (_, path) => (path === '/api/users' ? [503, { code: 'unavailable', retry_after_ms: 10 }] : undefined)
    await user.type(field, 'y')
    expect(await screen.findByText(/The server is busy/)).toBeTruthy()
  })

  test('of all whom one knows, few are shown; the others are found by their names', async () => {
    const there = world()
    for (let i = 0; i < 60; i++) there.talk('direct', ['anna', there.user(`known${i + 10}`)])
    const { user } = await openApp(there, { as: 'anna', at: '#/new' })
    const field = await screen.findByRole('combobox', { name: 'Name or username' })
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(50))
    const shown = screen.getAllByRole('option').map((option) => option.textContent)
    const other = [...there.names.values()].find(
      (name) => name.startsWith('known') && !shown.some((words) => words?.includes(name)),
    )
    await user.type(field, other ?? '')
    expect(await screen.findByRole('option', { name: new RegExp(`${other}`) })).toBeTruthy()
  })

  test('whom one talks to is there without a network', async () => {
    const there = world()
    const chat = there.talk('direct', ['anna', 'ben'])
    there.say('ben', chat, 'Hello')
    const { user } = await openApp(there, { as: 'anna' })
    await screen.findByRole('link', { name: /Ben/ })
    there.reachable = false
    await user.keyboard('n')
    await user.click(await screen.findByRole('option', { name: /Ben/ }))
    await waitFor(() => expect(window.location.hash).toBe(`#/c/${chat}`))
  })
})

describe('a new group', () => {
  test('has a title, members and what newcomers see', async () => {
    const there = world()
    const { user } = await openApp(there, { as: 'anna', at: '#/group' })
    const dialog = within(await screen.findByRole('dialog', { name: 'New group' }))
    await user.click(dialog.getByRole('button', { name: 'Create group' }))
    expect(dialog.getByText('Give the group a name.')).toBeTruthy()
    await user.type(dialog.getByLabelText('Name of the group'), 'Trip')
    await user.click(dialog.getByRole('radio', { name: 'From when they join' }))
    await user.type(dialog.getByRole('combobox'), 'be')
    await user.click(await dialog.findByRole('option', { name: /Ben/ }))
    await user.type(dialog.getByRole('combobox'), 'zo')
    await user.click(await dialog.findByRole('option', { name: /Zoë/ }))
    await user.click(dialog.getByRole('button', { name: 'Remove Ben' }))
    await user.click(dialog.getByRole('button', { name: 'Create group' }))
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/c\/g-/))
    const made = [...there.talks.values()][0]
    expect(made?.title).toBe('Trip')
    expect(made?.history).toBe('joined')
    expect([...(made?.members.keys() ?? [])]).toEqual(['anna', 'zoe'])
  })
})

describe('details of a group', () => {
  async function open(as = 'anna') {
    const there = world()
    const trip = there.talk('group', ['anna', 'ben', 'zoe'], 'Trip')
    there.say('zoe', trip, 'Tickets')
    const app = await openApp(there, { as, at: `#/c/${trip}/details` })
    const details = within(await screen.findByRole('complementary', { name: 'Details' }))
    await details.findByText('3 members')
    return { ...app, there, trip, details }
  }

  test('says who is in it, and in which role', async () => {
    const { details } = await open()
    const members = await details.findAllByRole('listitem')
    await waitFor(() =>
      expect(members.map((member) => member.textContent)).toEqual([
        expect.stringContaining('YouOwner'),
        expect.stringContaining('Ben'),
        expect.stringContaining('Zoë Müller'),
      ]),
    )
  })

  test('an owner makes an admin, and removes with a question first', async () => {
    const { user, details, there, trip } = await open()
    await user.click(await details.findByRole('button', { name: 'Actions for Ben' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Make admin' }))
    expect(await details.findByText(/^Admin/)).toBeTruthy()
    await user.click(await details.findByRole('button', { name: 'Actions for Zoë Müller' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Remove from group' }))
    const asked = within(await screen.findByRole('alertdialog', { name: 'Remove Zoë Müller?' }))
    expect(there.talks.get(trip)?.members.has('zoe')).toBe(true)
    await user.click(asked.getByRole('button', { name: 'Remove from group' }))
    expect(await details.findByText('2 members')).toBeTruthy()
  })

  test('a member can leave, and no more than that', async () => {
    const { user, details, there, trip } = await open('ben')
    expect(details.queryByRole('button', { name: 'Rename' })).toBeNull()
    expect(details.queryByRole('button', { name: 'Add members' })).toBeNull()
    await user.click(details.getByRole('button', { name: 'Leave group' }))
    const asked = within(await screen.findByRole('alertdialog', { name: 'Leave Trip?' }))
    await user.click(asked.getByRole('button', { name: 'Leave group' }))
    await waitFor(() => expect(window.location.hash).toBe('#/'))
    expect(there.talks.get(trip)?.members.has('ben')).toBe(false)
  })

  test('is renamed, and a refusal is told at the field', async () => {
    const { user, details, there } = await open()
    await user.click(details.getByRole('button', { name: 'Rename' }))
    const field = details.getByLabelText('Name of the group')
    await user.clear(field)
    await user.type(field, 'Journey')
    there.refuse = (method) => (method === 'PATCH' ? [403, { code: 'forbidden' }] : undefined)
    await user.click(details.getByRole('button', { name: 'Save' }))
    expect(await details.findByText('You are not allowed to do that here.')).toBeTruthy()
    there.refuse = () => undefined
    await user.click(details.getByRole('button', { name: 'Save' }))
    expect(await details.findByRole('heading', { name: 'Journey' })).toBeTruthy()
  })

  test('notifications are muted for a time, and what the server refuses is taken back', async () => {
    const { user, details, there, trip } = await open()
    await user.click(await details.findByRole('radio', { name: 'Nothing' }))
    await user.selectOptions(details.getByLabelText('For how long'), '8 hours')
    expect(await details.findByText(/^Until .* then everything again/)).toBeTruthy()
    await waitFor(() => expect(there.settings.get(`anna conversations ${trip}`)).toMatchObject({ level: 'none' }))
    there.refuse = (method) => (method === 'PUT' ? [503, { code: 'unavailable', retry_after_ms: 5 }] : undefined)
    await user.click(details.getByRole('radio', { name: 'Everything' }))
    expect(await details.findByText(/The server is busy/)).toBeTruthy()
    expect(details.getByRole<HTMLInputElement>('radio', { name: 'Nothing' }).checked).toBe(true)
  })

  test('more members are added from beside it', async () => {
    const { user, details, there, trip } = await open()
    there.user('olu', 'Olu')
    await user.click(details.getByRole('button', { name: 'Add members' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Add members' }))
    await user.type(dialog.getByRole('combobox'), 'be')
    expect((await dialog.findByRole('option', { name: /Ben/ })).getAttribute('aria-disabled')).toBe('true')
    await user.clear(dialog.getByRole('combobox'))
    await user.type(dialog.getByRole('combobox'), 'ol')
    await user.click(await dialog.findByRole('option', { name: /Olu/ }))
    await user.click(dialog.getByRole('button', { name: 'Add 1' }))
    await waitFor(() => expect(there.talks.get(trip)?.members.has('olu')).toBe(true))
    await waitFor(() => expect(window.location.hash).toBe(`#/c/${trip}/details`))
  })
})
