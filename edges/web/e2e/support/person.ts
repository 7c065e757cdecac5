import { expect, type Locator, type Page } from '@playwright/test'
import type { Complaints } from './complaints.ts'
import { passwordOf } from './rest.ts'

/** Somebody at a browser. He finds things as people do who cannot see the screen: by their role and name. */
export class Person {
  constructor(
    readonly name: string,
    readonly page: Page,
    readonly complaints: Complaints,
  ) {}

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Conversations' })
  }

  get newChat(): Locator {
    return this.page.getByRole('button', { name: 'New chat' }).first()
  }

  get messages(): Locator {
    return this.page.getByRole('feed', { name: 'Messages' })
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Write a message' })
  }

  async signUp(displayName?: string): Promise<void> {
    await this.page
      .getByRole('button', { name: 'Create account' })
      .or(this.page.getByRole('link', { name: 'Create account' }))
      .first()
      .click()
    if (displayName !== undefined) await this.page.getByLabel('Name', { exact: true }).fill(displayName)
    await this.page.getByLabel('Username').fill(this.name)
    await this.page.getByLabel('Password', { exact: true }).fill(passwordOf(this.name))
    await this.page.getByRole('button', { name: 'Create account' }).click()
    await expect(this.newChat).toBeVisible()
  }

  async signIn(): Promise<void> {
    await this.page.getByLabel('Username').fill(this.name)
    await this.page.getByLabel('Password', { exact: true }).fill(passwordOf(this.name))
    await this.page.getByRole('button', { name: 'Sign in' }).click()
    await expect(this.newChat).toBeVisible()
  }

  /** Starts the direct chat with somebody, or opens it. */
  async talkTo(other: string): Promise<void> {
    await this.newChat.click()
    await this.page.getByRole('combobox', { name: 'Name or username' }).fill(other)
    await this.page.getByRole('option', { name: `@${other}` }).click()
    await expect(this.composer).toBeVisible()
  }

  /** Makes a group with people whom the server knows. */
  async makeGroup(title: string, ...others: string[]): Promise<void> {
    await this.newChat.click()
    await this.page.getByRole('button', { name: /^New group/ }).click()
    await this.page.getByLabel('Name of the group').fill(title)
    for (const other of others) {
      await this.page.getByRole('combobox').fill(other)
      await this.page.getByRole('option', { name: `@${other}` }).click()
    }
    await this.page.getByRole('button', { name: 'Create group' }).click()
    await expect(this.composer).toBeVisible()
  }

  /** Opens a conversation of the list. */
  async open(title: string): Promise<void> {
    await this.page.getByRole('listitem').filter({ hasText: title }).getByRole('link').click()
    await expect(this.composer).toBeVisible()
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    // On a keyboard of glass, Enter begins a line.
    const isTouched = await this.page.evaluate(() => matchMedia('(pointer: coarse)').matches)
    if (isTouched) await this.page.getByRole('button', { name: 'Send' }).tap()
    else await this.composer.press('Enter')
  }

  /** The message with exactly this text, wherever it stands. */
  message(text: string): Locator {
    return this.messages.getByRole('article').filter({ has: this.page.getByText(text, { exact: true }) })
  }

  /** The texts of all messages that are in the document, from the top down. */
  texts(): Promise<string[]> {
    return this.messages.getByRole('article').locator('.talk-text').allInnerTexts()
  }

  /** The same at another tab of his browser. */
  at(page: Page): Person {
    return new Person(this.name, page, this.complaints)
  }

  async openTab(): Promise<Person> {
    const tab = this.at(await this.page.context().newPage())
    await tab.page.goto(this.page.url())
    return tab
  }

  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toBeVisible()
  }

  /** Waits until one's own message has come so far: `Sent`, `Delivered`, `Read`. */
  async seesState(text: string, state: string): Promise<void> {
    await expect(this.message(text).getByRole('img', { name: state, exact: true })).toBeVisible()
  }

  get connectionTrouble(): Locator {
    return this.page.getByText(/^(No connection to the server|You are offline)/)
  }
}
