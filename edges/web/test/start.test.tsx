import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { openApp } from './open.tsx'
import { World } from './world.ts'

describe('signing in', () => {
  test('fields say what password managers want to know', async () => {
    await openApp(new World())
    expect((await screen.findByLabelText('Username')).getAttribute('autocomplete')).toBe('username')
    expect(screen.getByLabelText('Password').getAttribute('autocomplete')).toBe('current-password')
  })

  test('leads to the conversations', async () => {
    const world = new World()
    world.user('anna', 'Anna')
    const { user } = await openApp(world)
    await user.type(await screen.findByLabelText('Username'), ' anna ')
    await user.type(screen.getByLabelText('Password'), 'password-anna{Enter}')
    expect(await screen.findByRole('navigation', { name: 'Conversations' })).toBeTruthy()
  })

  test.each([
    ['anna', []],
    ['ben', ['anna']],
  ])('after the server ended the session of anna, %s signs in: erased is %j', async (name, gone) => {
    const world = new World()
    world.user('anna')
    world.user('ben')
    const { session, erased } = await openApp(world, { as: 'anna' })
    await session.signInAgain()
    await session.login(name, `password-${name}`)
    expect(erased).toEqual(gone)
  })

  test('a wrong password is told, and the form is still there', async () => {
    const world = new World()
    world.user('anna')
    const { user } = await openApp(world)
    await user.type(await screen.findByLabelText('Username'), 'anna')
    await user.type(screen.getByLabelText('Password'), 'something else{Enter}')
    expect(await screen.findByText(/do not belong together/)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('something else')
  })

  test('without a network it says what to do', async () => {
    const world = new World()
    world.reachable = false
    const { user } = await openApp(world)
    await user.type(await screen.findByLabelText('Username'), 'anna')
    await user.type(screen.getByLabelText('Password'), 'password-anna{Enter}')
    expect(await screen.findByText(/cannot be reached/)).toBeTruthy()
  })

  test('an empty field is named, and has the focus', async () => {
    const { user } = await openApp(new World())
    await user.type(await screen.findByLabelText('Username'), 'anna')
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    const password = screen.getByLabelText('Password')
    expect(password.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('Enter your password.').id).toBe(password.getAttribute('aria-describedby'))
    await expect.poll(() => document.activeElement).toBe(password)
  })

  test('a password can be looked at', async () => {
    const { user } = await openApp(new World())
    const password = await screen.findByLabelText('Password')
    await user.click(screen.getByRole('button', { name: 'Show Password' }))
    expect(password.getAttribute('type')).toBe('text')
  })
})

describe('signing up', () => {
  async function form(world: World) {
    const app = await openApp(world)
    await app.user.click(await screen.findByRole('button', { name: 'Create account' }))
    const main = within(screen.getByRole('main'))
    const submit = () => app.user.click(main.getByRole('button', { name: 'Create account' }))
    return { ...app, submit }
  }

  test('leads to the conversations, under the name that was given', async () => {
    const world = new World()
    const { user, submit } = await form(world)
    await user.type(screen.getByLabelText('Name'), 'Anna Lindqvist')
    await user.type(screen.getByLabelText('Username'), 'anna')
    await user.type(screen.getByLabelText('Password'), 'a good password')
    await submit()
    expect(await screen.findByRole('button', { name: 'Settings of Anna Lindqvist' })).toBeTruthy()
  })

  test('what the server would refuse is told at its field, before it is asked', async () => {
    const world = new World()
    const { user, submit } = await form(world)
    await user.type(screen.getByLabelText('Username'), 'a b')
    await user.type(screen.getByLabelText('Password'), '1234567')
    await submit()
    expect(screen.getByLabelText('Username').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText('Password').getAttribute('autocomplete')).toBe('new-password')
    expect(world.asked).toEqual([])
  })

  test('a name that is taken is told at its field', async () => {
    const world = new World()
    world.user('anna')
    const { user, submit } = await form(world)
    await user.type(screen.getByLabelText('Username'), 'anna')
    await user.type(screen.getByLabelText('Password'), 'a good password')
    await submit()
    expect(await screen.findByText('This username is taken. Choose another.')).toBeTruthy()
    expect(screen.getByLabelText('Username').getAttribute('aria-invalid')).toBe('true')
  })

  test.each([
    ['display_name has a control character', 'Name'],
    ['password is too short', 'Password'],
  ])('%s: told at %s', async (detail, field) => {
    const world = new World()
    world.refuse = () => [400, { code: 'bad_request', detail }]
    const { user, submit } = await form(world)
    await user.type(screen.getByLabelText('Username'), 'anna')
    await user.type(screen.getByLabelText('Password'), 'a good password')
    await submit()
    await expect.poll(() => screen.getByLabelText(field).getAttribute('aria-invalid')).toBe('true')
  })
})
