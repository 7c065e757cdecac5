import type { BrowserContext, Page } from '@playwright/test'

/** What a browser writes to its console when the server cannot be reached: no page can keep it from that. */
export const failuresOfTheNetwork = /net::ERR_|WebSocket connection to .* failed|status of 50[234]/

/** What it writes when a page is left, or hands its socket over to another tab, just while it connects. */
const leftWhileConnecting = /WebSocket is closed before the connection is established/

/** All that went wrong in the pages of a test: errors on the console, uncaught ones, breaches of the security policy. */
export class Complaints {
  private readonly heard: string[] = []
  private readonly allowed = [leftWhileConnecting]

  constructor(context: BrowserContext) {
    context.on('page', (page) => this.listenTo(page))
  }

  allow(complaint: RegExp): void {
    this.allowed.push(complaint)
  }

  all(): string[] {
    return this.heard.filter((complaint) => !this.allowed.some((allowed) => allowed.test(complaint)))
  }

  private listenTo(page: Page): void {
    // Breaches of the policy are errors on the console too.
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.heard.push(`${message.text()} (${message.location().url})`)
      }
    })
    page.on('pageerror', (error) => this.heard.push(error.stack ?? error.message))
    page.on('crash', () => this.heard.push('the page has crashed'))
  }
}
