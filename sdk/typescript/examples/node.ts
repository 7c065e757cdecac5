/**
 * Signs in, says hello to somebody, and prints what comes. Killed and started again it goes on where it was.
 *
 *     node --experimental-strip-types examples/node.ts https://chat.example.org ann 'a long password' bob
 */
import { openAccounts, openClient } from '@parley/client'
import { FileSessions, FileStorage } from '@parley/client/node'
import { WebSocket } from 'ws'

const [server = 'http://localhost:8080', username = 'ann', password = '', other = 'bob'] = process.argv.slice(2)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const accounts = openAccounts(server, { sessions: new FileSessions(`${username}.login.json`) })
const account = (await accounts.restore()) ?? (await accounts.login(username, password))
const storage = await FileStorage.open(`${username}.messages.jsonl`)
const client = await openClient({ server, ...account, storage, WebSocket })

client.connection.subscribe(() => say(`[${client.connection.get().state}]`))
client.on('message', ({ from, text }) => say(`${from}: ${text}`))
client.on('failed', ({ text, error }) => say(`not sent: ${text} (${error?.message})`))

const { conversation_id } = await client.api.direct(other)
await client.send(conversation_id, { text: 'Hello' })

process.once('SIGINT', () => {
  void client.close().then(() => storage.close())
})
