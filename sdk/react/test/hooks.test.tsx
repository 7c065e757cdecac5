import { openClient, type ParleyClient } from '@parley/client'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ModelServer } from '../../typescript/test/model-server.js'
import { VirtualClock } from '../../typescript/test/virtual-clock.js'
import {
  ParleyProvider,
  useConnection,
  useConversation,
  useConversations,
  useParley,
  usePerson,
  useSendState,
  useTimeline,
} from '../src/index.js'

let clock: VirtualClock
let server: ModelServer
let client: ParleyClient

beforeEach(async () => {
  clock = new VirtualClock()
  server = new ModelServer(clock, () => 0.5)
  server.make('c0', 'all')
  server.make('c1', 'all')
  for (let n = 0; n < 60; n++) server.say('c0', 'bob')
  server.say('c1', 'bob')
  client = await openClient({
    server: 'http://server',
    userId: 'ann',
    deviceId: 'd',
    tokens: { token: async () => 't' },
    clock,
    random: () => 0.5,
    WebSocket: server.socketClass,
    fetch: server.fetch,
  })
  await goOn()
})

afterEach(async () => {
  cleanup()
  await client.close()
})

/** Lets the server and the client come to rest, with what they render. */
async function goOn(): Promise<void> {
  await act(async () => {
    for (let n = 0; n < 4; n++) {
      server.deliver(1_000)
      await clock.pass(500)
    }
  })
}

function Page({ id }: { id: string }) {
  return (
    <StrictMode>
      <ParleyProvider client={client}>
        <Chat id={id} />
      </ParleyProvider>
    </StrictMode>
  )
}

function Chat({ id }: { id: string }) {
  const { state } = useConnection()
  const count = useConversations().length
  const title = useConversation(id)?.title
  const { messages, outgoing, hasOlder, loadOlder } = useTimeline(id)
  return (
    <main>
      <h1>{`${state}, ${count} conversations, ${title}`}</h1>
      <button type="button" disabled={!hasOlder} onClick={() => void loadOlder()}>
        older
      </button>
      <ol>
        {[...messages, ...outgoing].map((one) => (
          <Row key={one.client_msg_id ?? ('message_id' in one ? one.message_id : '')} message={one} />
        ))}
      </ol>
    </main>
  )
}

function Row({ message }: { message: Parameters<typeof useSendState>[0] }) {
  const state = useSendState(message)
  const { userId } = useParley()
  const name = usePerson('from' in message ? message.from : userId).display_name
  return <li>{`${name}: ${message.text} ${state ?? ''}`}</li>
}

it('shows a conversation and what comes, and reads back', async () => {
  render(<Page id="c0" />)
  await goOn()
  expect(screen.getByRole('heading').textContent).toBe('online, 2 conversations, c0')
  expect(screen.getByText('bob: c0 60')).toBeTruthy()
  expect(screen.queryByText('bob: c0 1')).toBeNull()
  for (let n = 0; n < 10; n++) {
    fireEvent.click(screen.getByRole('button'))
    await goOn()
  }
  expect(screen.getByText('bob: c0 1')).toBeTruthy()
  server.saysLive('c0', 'bob')
  await goOn()
  expect(screen.getAllByText(/^bob: c0/)).toHaveLength(61)
})

it('shows what is written on its way', async () => {
  render(<Page id="c1" />)
  await goOn()
  await act(async () => {
    await client.send('c1', { text: 'hello' })
  })
  await waitFor(() => expect(screen.getByText(/^ann: hello (queued|sending)$/)).toBeTruthy())
  await goOn()
  expect(screen.getByText('ann: hello sent')).toBeTruthy()
})

it('goes over to another conversation without a moment of the one before', async () => {
  const { rerender, unmount } = render(<Page id="c0" />)
  await goOn()
  rerender(<Page id="c1" />)
  expect(screen.queryByText(/c0/)).toBeNull()
  await goOn()
  expect(screen.getByText('bob: c1 1')).toBeTruthy()
  unmount()
})

it('needs a provider', () => {
  expect(() => render(<Chat id="c0" />)).toThrow('ParleyProvider')
})
