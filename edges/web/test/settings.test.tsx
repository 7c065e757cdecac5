import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { draft, setDraft } from '../src/drafts.ts'
import { openApp } from './open.tsx'
import { World } from './world.ts'

async function open() {
  const there = new World()
  there.user('anna', 'Anna')
  there.user('ben', 'Ben')
  const chat = there.talk('direct', ['anna', 'ben'])
  there.say('ben', chat, 'Hello')
  there.devices.set('here', { device_id: 'here', last_seen: Date.now(), push: { state: 'none' } })
  there.devices.set('phone-123456', {
    device_id: 'phone-123456',
    platform: 'fcm',
    last_seen: Date.now() - 300_000,
    push: { state: 'registered' },
  })
  const app = await openApp(there, { as: 'anna', at: '#/settings' })
  const dialog = within(await screen.findByRole('dialog', { name: 'Settings' }))
  return { ...app, there, chat, dialog }
}

describe('settings', () => {
  test('the theme is that of the document, and is kept', async () => {
    const { user, dialog } = await open()
    await user.click(dialog.getByRole('radio', { name: 'Dark' }))
    expect(document.documentElement.dataset['theme']).toBe('dark')
    expect(localStorage.getItem('parley.preferences')).toContain('"theme":"dark"')
    await user.click(dialog.getByRole('radio', { name: 'System' }))
    expect(document.documentElement.dataset['theme']).toBeUndefined()
  })

  test('the language changes at once, and the document says so', async () => {
    const { user, dialog } = await open()
    await user.selectOptions(dialog.getByLabelText('Language'), 'Deutsch')
    expect(await screen.findByRole('dialog', { name: 'Einstellungen' })).toBeTruthy()
    expect(document.documentElement.lang).toBe('de')
  })

  test('keys of one character can be switched off', async () => {
    const { user, dialog } = await open()
    await user.click(dialog.getByRole('switch', { name: 'Shortcuts of a single key' }))
    expect(localStorage.getItem('parley.preferences')).toContain('"singleKeys":false')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('n')
    expect(window.location.hash).toBe('#/')
    await user.keyboard('{Control>}k{/Control}')
    expect(window.location.hash).toBe('#/switch')
  })

  test('quiet hours are kept by the server', async () => {
    const { user, dialog, there } = await open()
    await user.click(await dialog.findByRole('switch', { name: 'Quiet hours' }))
    await waitFor(() =>
      expect(there.settings.get('anna users me')).toMatchObject({
        preview: 'full',
        quiet_hours: { from: '22:00', to: '07:00' },
      }),
    )
    expect(dialog.getByLabelText<HTMLInputElement>('From').value).toBe('22:00')
  })

  test('another device is signed out, after a question', async () => {
    const { user, dialog, there } = await open()
    await user.click(await dialog.findByRole('button', { name: 'Sign out Android 123456' }))
    const asked = within(await screen.findByRole('alertdialog'))
    await user.click(asked.getByRole('button', { name: 'Sign out' }))
    await waitFor(() => expect(there.devices.has('phone-123456')).toBe(false))
    expect(await dialog.findByText('You use Parley on this device alone.')).toBeTruthy()
  })

  test('signing out warns of what was not sent, and then leaves nothing', async () => {
    const { user, dialog, there, chat, client } = await open()
    await waitFor(() => expect(client()?.connection.get().state).toBe('online'))
    there.reachable = false
    there.hangUp(1001)
    await client()?.send(chat, { text: 'not yet' })
    setDraft('anna', chat, 'a draft')
    setDraft('ben', chat, 'of somebody else')
    await user.click(dialog.getByRole('button', { name: 'Sign out' }))
    const asked = within(await screen.findByRole('alertdialog'))
    expect(asked.getByText('1 message has not been sent yet and will be lost.')).toBeTruthy()
    await user.click(asked.getByRole('button', { name: 'Sign out' }))
    expect(await screen.findByRole('heading', { name: 'Welcome back' })).toBeTruthy()
    expect([draft('anna', chat), draft('ben', chat)]).toEqual(['', 'of somebody else'])
    expect(Object.values(localStorage)).not.toContain('a draft')
  })
})

describe('the banner', () => {
  test('without a connection says so, and tries again at once when asked', async () => {
    const { user, there, client } = await open()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(client()?.connection.get().state).toBe('online'))
    there.reachable = false
    there.hangUp(1001)
    expect(await screen.findByText('No connection to the server.')).toBeTruthy()
    there.reachable = true
    await user.click(screen.getByRole('button', { name: 'Retry now' }))
    // By itself it would be four to five seconds.
    await waitFor(() => expect(client()?.connection.get().state).toBe('online'), { timeout: 2_500 })
    expect(screen.queryByText('No connection to the server.')).toBeNull()
  })

  test('of a device that is open elsewhere offers to use it here', async () => {
    const { user, there, client } = await open()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(client()?.connection.get().state).toBe('online'))
    there.hangUp(4409)
    expect(await screen.findByText('Parley is open elsewhere with this device.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Use it here' }))
    await waitFor(() => expect(client()?.connection.get().state).toBe('online'))
  })

  test('of a session that ended leads to signing in again, as whom one was', async () => {
    const { user, there, client } = await open()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(client()?.connection.get().state).toBe('online'))
    there.refuse = (_, path) => (path === '/api/auth/refresh' ? [401, { code: 'unauthorized' }] : undefined)
    there.hangUp(4401)
    await user.click(await screen.findByRole('button', { name: 'Sign in again' }))
    expect((await screen.findByLabelText<HTMLInputElement>('Username')).value).toBe('anna')
  })
})
