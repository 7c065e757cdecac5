import { MemoryStorage, type StorageBatch } from '@parley/client'
import { ParleyProvider } from '@parley/react'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { idOf, message, type Opening, Stage } from '../../test/stage.tsx'
import { Talk } from './Talk.tsx'

let stage: Stage

/** Keeps the first thing that is sent when it is told to. */
class SlowStorage extends MemoryStorage {
  keep = () => {}
  fail = () => {}
  readonly #told = new Promise<void>((resolve, reject) => {
    this.keep = resolve
    this.fail = () => reject(new Error('the disk is full'))
  })

  override async write(batch: StorageBatch): Promise<void> {
    if (batch.sends !== undefined) await this.#told
    return super.write(batch)
  }
}

beforeEach(() => {
  // Here nothing is laid out; a list that has no height shows nothing that could have been read.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await stage.close()
})

async function open(opening: Opening) {
  stage = new Stage(opening)
  await stage.open(<Talk conversationId="c-1" />)
  return {
    user: userEvent.setup(),
    field: await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Write a message' }),
  }
}
const sendButton = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Send' })
const said = () => document.querySelector('[aria-live="polite"]')?.textContent
const row = async (text: string) => {
  const found = (await screen.findByText(text)).closest('article')
  if (found === null) throw new Error(`no row of ${text}`)
  return found
}

describe('what is shown', () => {
  test('messages with who wrote them, once for those that stand together', async () => {
    await open({
      names: { ann: 'Ann Lee' },
      messages: [message(1, 'ann', 'one'), message(2, 'ann', 'two'), message(3, 'me', 'three')],
    })
    await waitFor(() =>
      expect(screen.getAllByText('Ann Lee').map((name) => name.parentElement?.className)).toContain('talk-sender'),
    )
    expect((await row('one')).querySelector('.talk-sender')).not.toBeNull()
    expect((await row('two')).querySelector('.talk-sender')).toBeNull()
    expect(within(await row('two')).getByText('Ann Lee').parentElement?.className).toBe('visually-hidden')
    expect((await row('three')).dataset['own']).toBe('')
  })

  test('what happened in a group, what this version does not know included', async () => {
    const event = (seq: number, from: string, what: string, more = {}) =>
      message(seq, from, '', { kind: 'event', event: { what, ...more } })
    await open({
      names: { ann: 'Ann', bob: 'Bob' },
      messages: [
        event(1, 'me', 'created', { title: 'Group' }),
        event(2, 'ann', 'members_added', { user_ids: ['bob', 'me'] }),
        event(3, 'ann', 'renamed', { title: 'New' }),
        event(4, 'ann', 'role_changed', { user_ids: ['bob'], role: 'admin' }),
        event(5, 'bob', 'member_left'),
        event(6, 'ann', 'pinned_a_unicorn'),
      ],
    })
    await waitFor(() =>
      expect(screen.getAllByRole('article').map((line) => line.textContent?.replace(/[\u2068\u2069]/g, ''))).toEqual([
        'You made the group Group',
        'Ann added Bob and you',
        'Ann renamed the group to New',
        'Bob is an admin now',
        'Bob left',
        'Ann changed something that this version cannot show',
      ]),
    )
  })

  test('the title, the number of members, who is typing', async () => {
    await open({ title: 'Boats\u202E', names: { ann: 'Ann', bob: 'Bob' }, messages: [message(1, 'ann', 'one')] })
    await screen.findByRole('heading', { name: 'Boats' })
    screen.getByText('3 members')
    await stage.say({ type: 'typing', conversation_id: 'c-1', user_id: 'ann', active: true })
    await stage.say({ type: 'typing', conversation_id: 'c-1', user_id: 'bob', active: true })
    await screen.findByText('\u2068Ann\u2069 and \u2068Bob\u2069 are typing…')
  })
})

describe('sending', () => {
  test('Enter sends; Shift and Enter make a line; the ticks tell how far it came', async () => {
    const { user, field } = await open({ type: 'direct', members: ['ann'] })
    await user.type(field, 'one{Shift>}{Enter}{/Shift}two{Enter}')
    expect(field.value).toBe('')
    const [sent] = await waitFor(() => {
      const frames = stage.heard('send')
      expect(frames).toHaveLength(1)
      return frames
    })
    if (sent?.type !== 'send') throw new Error('no send')
    expect(sent.text).toBe('one\ntwo')
    const own = screen.getByText(/one\s*two/).closest('article')
    within(own ?? document.body).getByRole('img', { name: 'Sending' })
    const { client_msg_id, conversation_id } = sent
    await stage.say({ type: 'ack', client_msg_id, conversation_id, message_id: idOf(1), seq: 1, server_ts: Date.now() })
    await screen.findByRole('img', { name: 'Sent' })
    expect(screen.getByText(/one\s*two/).closest('article')).toBe(own)
    const receipt = { type: 'receipt', conversation_id, user_id: 'ann', message_id: idOf(1), server_ts: 1 } as const
    await stage.say({ ...receipt, kind: 'delivered' })
    await screen.findByRole('img', { name: 'Delivered' })
    await stage.say({ ...receipt, kind: 'read' })
    await screen.findByRole('img', { name: 'Read' })
  })

  test('Enter within an input method does not send', async () => {
    const { field } = await open({})
    fireEvent.change(field, { target: { value: 'にほん' } })
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true })
    expect(field.value).toBe('にほん')
    fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 })
    expect(field.value).toBe('にほん')
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(field.value).toBe('')
  })

  test('what the server refuses can be tried again with its key, and deleted', async () => {
    const { user, field } = await open({})
    stage.server.onFrame = (socket, frame) => {
      if (frame.type !== 'send') return
      socket.say({ type: 'error', code: 'forbidden', message: 'no', client_msg_id: frame.client_msg_id })
    }
    await user.type(field, 'hello{Enter}')
    const failed = await row('hello')
    await waitFor(() => expect(failed.textContent).toContain('You may not write here any more.'))
    await user.click(within(failed).getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(stage.heard('send')).toHaveLength(2))
    const keys = stage.heard('send').map((frame) => ('client_msg_id' in frame ? frame.client_msg_id : ''))
    expect(new Set(keys).size).toBe(1)
    await user.click(await within(failed).findByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(screen.queryByText('hello')).toBeNull())
  })

  test('without a connection it waits, and can be taken back into the field', async () => {
    const { user, field } = await open({})
    stage.server.isReachable = false
    stage.server.last.end()
    await user.type(field, 'later{Enter}')
    const waiting = await row('later')
    within(waiting).getByRole('img', { name: 'Waiting to be sent' })
    waiting.focus()
    await user.keyboard('{Enter}')
    await user.click(await screen.findByRole('menuitem', { name: 'Edit' }))
    await waitFor(() => expect(field.value).toBe('later'))
    expect(screen.queryByRole('article')).toBeNull()
  })

  test('what cannot be kept here is given back, before what is typed since', async () => {
    const storage = new SlowStorage()
    const { user, field } = await open({ storage })
    await user.type(field, 'one{Enter}two')
    expect(field.value).toBe('two')
    storage.fail()
    await waitFor(() => expect(field.value).toBe('one\ntwo'))
  })

  test('what is sent stays as the stored draft until it is kept', async () => {
    const storage = new SlowStorage()
    const { user, field } = await open({ storage })
    await user.type(field, 'one{Enter}')
    expect(field.value).toBe('')
    expect(localStorage.getItem('parley.draft.me/c-1')).toBe('one')
    storage.keep()
    await waitFor(() => expect(localStorage.getItem('parley.draft.me/c-1')).toBeNull())
  })

  test('16 KiB is the most, in bytes', async () => {
    const { field } = await open({})
    fireEvent.change(field, { target: { value: 'ä'.repeat(8192) } })
    screen.getByText('0 bytes left')
    expect(sendButton().disabled).toBe(false)
    fireEvent.change(field, { target: { value: `${'ä'.repeat(8192)}x` } })
    expect(screen.getByRole('alert').textContent).toBe('Too long by 1 byte')
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(sendButton().disabled).toBe(true)
    expect(stage.heard('send')).toHaveLength(0)
  })

  test('a draft is there again', async () => {
    const { user, field } = await open({})
    await user.type(field, 'half a sen')
    expect(localStorage.getItem('parley.draft.me/c-1')).toBe('half a sen')
  })
})

describe('completion', () => {
  test('of members, by arrow keys', async () => {
    const { user, field } = await open({ names: { ann: 'Ann Lee', bob: 'Bob' }, messages: [message(1, 'ann', 'x')] })
    await screen.findAllByText('Ann Lee')
    await user.type(field, 'hi @')
    expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual(['Ann Lee', 'bob'])
    await user.keyboard('{ArrowDown}')
    screen.getByRole('option', { name: 'bob', selected: true })
    await user.keyboard('{Enter}')
    expect(field.value).toBe('hi @bob ')
    expect(screen.queryByRole('option')).toBeNull()
    expect(stage.heard('send')).toHaveLength(0)
  })

  test('of emoji, and of a code that is written to its end', async () => {
    const { user, field } = await open({})
    await user.type(field, ':smil')
    expect((await screen.findAllByRole('option'))[0]?.textContent).toContain(':smile:')
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('option')).toBeNull()
    await user.type(field, 'e:')
    await waitFor(() => expect(field.value).toBe('😄'))
  })
})

describe('reading', () => {
  const messages = [message(1, 'ann', 'one'), message(2, 'ann', 'two'), message(3, 'ann', 'three')]
  const receipts = () =>
    stage.heard('receipt').flatMap((frame) => ('kind' in frame && frame.kind === 'read' ? [frame.message_id] : []))

  test('"New" stands before the first that is unread, and what is seen is told', async () => {
    await open({ messages, read: 1 })
    within(await row('two')).getByText('New')
    expect(screen.getAllByText('New')).toHaveLength(1)
    await waitFor(() => expect(receipts()).toEqual([idOf(3)]))
  })

  test('of many that were never read, one comes to the first, on a new device and where all came', async () => {
    const many = Array.from({ length: 200 }, (_, index) => message(index + 1, 'ann', `number ${index + 1}`))
    await open({ messages: many, read: 0 })
    expect(within(await row('number 1')).getByText('New').tagName).toBe('SPAN')
    await stage.close()
    cleanup()
    stage = new Stage({ later: true, read: 0 })
    const client = await stage.open(null)
    await waitFor(() => expect(client.connection.get().state).toBe('online'))
    await stage.begin()
    await stage.receive(...many)
    render(
      <ParleyProvider client={client}>
        <Talk conversationId="c-1" />
      </ParleyProvider>,
    )
    expect(within(await row('number 1')).getByText('New').tagName).toBe('SPAN')
  })

  test('nothing is read while nobody looks; then it is', async () => {
    vi.mocked(document.hasFocus).mockReturnValue(false)
    await open({ messages: messages.slice(0, 2) })
    await row('two')
    await stage.receive(message(3, 'ann', 'three'))
    within(await row('three')).getByText('New')
    expect(receipts()).toEqual([])
    vi.mocked(document.hasFocus).mockReturnValue(true)
    window.dispatchEvent(new Event('focus'))
    // The client library gathers receipts for a while before it tells them.
    await waitFor(() => expect(receipts()).toEqual([idOf(3)]), { timeout: 5000 })
  })

  test('a screen reader is told what comes, not what is there', async () => {
    await open({ messages, names: { ann: 'Ann' } })
    await row('three')
    expect(said()).toBe('')
    await stage.receive(message(4, 'ann', 'four'))
    await waitFor(() => expect(said()).toBe('Ann: four'))
  })
})

test('the arrow keys go from the field to the messages and back; a menu has what can be done', async () => {
  const { user, field } = await open({ messages: [message(1, 'ann', 'one'), message(2, 'me', 'two')] })
  await row('two')
  await user.click(field)
  await user.keyboard('{ArrowUp}')
  expect(document.activeElement).toBe(await row('two'))
  await user.keyboard('{ArrowUp}')
  expect(document.activeElement).toBe(await row('one'))
  await user.keyboard('{ArrowDown}{Enter}')
  expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual([
    'Copy text',
    'Who has read it',
  ])
  await user.click(screen.getByRole('menuitem', { name: 'Who has read it' }))
  const dialog = await screen.findByRole('dialog', { name: 'Who has read it' })
  expect(within(dialog).getByText('Not yet').parentElement?.textContent).toContain('ann')
  await user.click(within(dialog).getByRole('button', { name: 'Close' }))
  ;(await row('two')).focus()
  await user.keyboard('{Escape}')
  expect(document.activeElement).toBe(field)
})
