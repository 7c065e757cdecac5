import { MemorySessions, MemoryStorage, openAccounts, openClient, type ParleyClient } from '@parley/client'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from '../src/app/App.tsx'
import { Session } from '../src/app/session.ts'
import { socketsInto } from './socket.ts'
import type { World } from './world.ts'

const server = 'https://chat.example.org'

/** The whole web client with the real client library, on a world in memory. */
export async function openApp(world: World, options: { readonly as?: string; readonly at?: string } = {}) {
  window.location.hash = options.at ?? '#/'
  const erased: string[] = []
  const erase = async (userId: string) => void erased.push(userId)
  const accounts = openAccounts(server, { sessions: new MemorySessions(), erase, fetch: world.fetch })
  if (options.as !== undefined) await accounts.login(options.as, `password-${options.as}`)
  const clients: ParleyClient[] = []
  const session = new Session(accounts, async ({ userId, tokens }) => {
    const client = await openClient({
      server,
      userId,
      tokens,
      deviceId: 'here',
      storage: new MemoryStorage(),
      shareSocket: false,
      // It waits as long as it may before it tries again by itself.
      random: () => 0.999,
      fetch: world.fetch,
      WebSocket: socketsInto(world),
    })
    clients.push(client)
    return client
  })
  opened.push(clients)
  const user = userEvent.setup()
  const view = render(<App session={session} />)
  // A dialog that the address opens makes the rest silent.
  if (options.as !== undefined) await screen.findByRole('navigation', { name: 'Conversations', hidden: true })
  return { user, view, session, erased, client: () => clients.at(-1) }
}

const opened: ParleyClient[][] = []

export async function closeClients(): Promise<void> {
  await Promise.all(opened.splice(0).flatMap((clients) => clients.map((client) => client.close())))
}
