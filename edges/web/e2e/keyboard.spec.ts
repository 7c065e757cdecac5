import { passwordOf, Rest } from './support/rest.ts'
import { expect, fresh, test } from './support/test.ts'

test('all of it goes by keyboard alone', async ({ arrive, server }) => {
  const ann = await arrive({ name: fresh('ann') })
  const bob = await Rest.register(server.url, fresh('bob'), 'Bob')
  const { page } = ann
  const { keyboard } = page
  const at = async (role: Parameters<typeof page.getByRole>[0], name: string | RegExp) => {
    const wanted = page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) })
    await expect(wanted.first()).toBeVisible()
    for (let tabs = 0; tabs < 40 && !(await wanted.first().evaluate((one) => one === document.activeElement)); tabs++) {
      await keyboard.press('Tab')
    }
    await expect(wanted.first()).toBeFocused()
  }

  await at('button', 'Create account')
  await keyboard.press('Enter')
  await at('textbox', 'Username')
  await keyboard.type(ann.name)
  await at('textbox', 'Password')
  await keyboard.type(passwordOf(ann.name))
  await keyboard.press('Enter')
  await expect(ann.newChat).toBeVisible()

  await at('button', 'New chat')
  await keyboard.press('Enter')
  await at('button', /^New group/)
  await keyboard.press('Enter')
  await at('textbox', 'Name of the group')
  await keyboard.type('Dinner')
  await at('combobox', /./)
  await keyboard.type(bob.userId)
  await expect(page.getByRole('option', { name: `@${bob.userId}` })).toBeVisible()
  await keyboard.press('Enter')
  await at('button', 'Create group')
  await keyboard.press('Enter')

  await expect(ann.composer).toBeVisible()
  await at('textbox', 'Write a message')
  await keyboard.type('Who cooks?')
  await keyboard.press('Enter')
  await ann.seesState('Who cooks?', 'Sent')

  await at('button', 'Details')
  await keyboard.press('Enter')
  await at('button', 'Leave group')
  await keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await at('button', 'Leave group')
  await keyboard.press('Enter')
  await expect(page.getByText('Nobody to talk to yet')).toBeVisible()
})
