import { type Browser, type BrowserContextOptions, test as base, expect } from '@playwright/test'
import { Complaints } from './complaints.ts'
import { Person } from './person.ts'
import { Server } from './server.ts'

export interface Arrival {
  /** By default one nobody else has in this server. */
  readonly name?: string
  readonly options?: BrowserContextOptions
  /** By default the one that all tests of a worker share. */
  readonly server?: Server
}

interface Fixtures {
  /** Somebody in a browser of his own, at the page of the server, not signed in. */
  arrive: (arrival?: Arrival) => Promise<Person>
  /** The same, signed up. */
  join: (name?: string, arrival?: Arrival) => Promise<Person>
  /** A server that a test may kill. */
  ownServer: (...options: string[]) => Promise<Server>
}

let arrivals = 0

/** A name that no other test of this worker uses, with a readable beginning. */
export const fresh = (beginning: string): string => `${beginning}-${++arrivals}`

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
    async ({}, use) => {
      const server = await Server.start()
      await use(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],

  arrive: async ({ browser, server }, use) => {
    const all: Complaints[] = []
    const closing: (() => Promise<void>)[] = []
    await use(async ({ name = fresh('someone'), options = {}, server: at = server } = {}) => {
      const { person, complaints, close } = await enter(browser, at, name, options)
      all.push(complaints)
      closing.push(close)
      return person
    })
    for (const close of closing) await close()
    expect(all.flatMap((complaints) => complaints.all())).toEqual([])
  },

  join: async ({ arrive }, use) => {
    await use(async (name = 'someone', arrival = {}) => {
      const person = await arrive({ name: fresh(name), ...arrival })
      await person.signUp()
      return person
    })
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  ownServer: async ({}, use) => {
    const servers: Server[] = []
    await use(async (...options) => {
      const server = await Server.start(...options)
      servers.push(server)
      return server
    })
    for (const server of servers) await server.remove()
  },
})

async function enter(browser: Browser, server: Server, name: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ baseURL: server.url, ...options })
  const complaints = new Complaints(context)
  const page = await context.newPage()
  await page.goto('/')
  return { person: new Person(name, page, complaints), complaints, close: () => context.close() }
}

export { expect }
