import type { ConversationSummary, Message } from '@parley/client'
import { hostile } from '../src/talk/text/hostile.ts'
import { idOf, type Script } from './scripted.ts'

const MINUTE = 60_000
const words =
  `so the boat leaves at nine and nobody has said who brings the stove which is fine by me as long as there is tea in the
morning and somebody remembers the map that we left at the harbour office last year when it rained`.split(/\s+/)

/** The same text for a number every time. */
export function textOf(n: number): string {
  const length = n % 11 === 0 ? 60 : 3 + ((n * 7) % 17)
  const text = Array.from({ length }, (_, index) => words[(n * 13 + index * 5) % words.length]).join(' ')
  return n % 23 === 0 ? `${text} https://example.com/a/${n}` : n % 29 === 0 ? '👍' : text
}

const names = {
  me: 'Me Myself',
  ann: 'Ann Lee',
  bob: 'Bob',
  carla: 'Carla Wolfeschlegelsteinhausenbergerdorff-Ramírez de la Concepción y Quispe',
  omar: 'عمر الفاروق',
}
const everybody = Object.keys(names)

function conversation(
  type: 'direct' | 'group',
  last: number,
  more: Partial<ConversationSummary> = {},
): ConversationSummary {
  const people = type === 'direct' ? ['me', 'ann'] : everybody
  return {
    conversation_id: 'c-1',
    type,
    ...(type === 'group' ? { title: 'Island weekend — tents, boats & everything else' } : {}),
    history: 'all',
    member_count: people.length,
    members: people.map((user_id) => ({ user_id, role: 'member', joined_at: 0 })),
    role: 'member',
    created_at: 0,
    first_visible_seq: 1,
    last_message_id: idOf(last),
    last_seq: last,
    read_message_id: idOf(last),
    unread: 0,
    preview: null,
    active_at: 0,
    ...more,
  }
}

function message(seq: number, from: string, server_ts: number, more: Partial<Message>): Message {
  return { conversation_id: 'c-1', message_id: idOf(seq), seq, from, server_ts, ...more }
}

/** Many messages, for measuring. */
export function many(count: number, window?: number): Script {
  const now = Date.now()
  const messages = Array.from({ length: count }, (_, index) => {
    const from = everybody[Math.floor(index / 3) % everybody.length] ?? 'me'
    return message(index + 1, from, now - (count - index) * 2 * MINUTE, { text: textOf(index) })
  })
  return { conversation: conversation('group', count), messages, names, ...(window === undefined ? {} : { window }) }
}

const talk: readonly (readonly [from: string, minutesAgo: number, text: string | Partial<Message>])[] = [
  ['me', 3000, { kind: 'event', event: { what: 'created', title: 'Island weekend' } }],
  ['me', 2999, { kind: 'event', event: { what: 'members_added', user_ids: ['ann', 'bob', 'carla', 'omar'] } }],
  ['ann', 2990, 'Hello all! Who is in for the first weekend of June?'],
  ['bob', 2985, 'Me'],
  ['bob', 2984, '🙋'],
  ['carla', 1500, 'In. But we need a second tent, mine did not survive the last storm.'],
  ['carla', 1499, 'See https://tents.example.com/compare?size=3&season=all#ultra-light (the green one)'],
  ['omar', 1490, 'صباح الخير! أنا معكم، وسأحضر الخيمة الكبيرة.'],
  ['omar', 1489, 'I can also bring the stove שלום'],
  ['me', 1480, 'Great 🎉'],
  [
    'me',
    1479,
    'Then we are five. I book the boat: mail me at me@example.com if you want to change anything, @ann decides about the food.',
  ],
  [
    'ann',
    1470,
    { kind: 'event', event: { what: 'renamed', title: 'Island weekend — tents, boats & everything else' } },
  ],
  ['ann', 1465, { kind: 'event', event: { what: 'role_changed', user_ids: ['bob'], role: 'admin' } }],
  ['ann', 60, 'Shopping list:\n- tea\n- rice, lentils\n- onions (many)\n- something sweet'],
  ['bob', 58, 'onions'],
  ['bob', 57, 'more onions'],
  [
    'me',
    40,
    'The harbour office writes that the early boat leaves at 07:40 and the late one at 11:15. The late one has room for the bikes, the early one does not, and on the way back it is the other way round, which somebody must have thought is funny.',
  ],
  ['carla', 20, 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3)],
  ['ann', 12, 'Late one!'],
  ['bob', 11, 'Late'],
  ['me', 5, 'Booked ✅'],
  ['me', 4, '👍'],
]

export function group(): Script {
  const now = Date.now()
  const messages = talk.map(([from, ago, said], index) =>
    message(index + 1, from, now - ago * MINUTE, typeof said === 'string' ? { text: said } : said),
  )
  const last = messages.length
  const receipts = ['ann', 'bob', 'carla', 'omar'].map((user_id) => ({
    user_id,
    delivered_message_id: idOf(last - 1),
    read_message_id: idOf(last - 2),
  }))
  return {
    conversation: conversation('group', last, { read_message_id: idOf(last - 5), unread: 3 }),
    messages,
    names,
    receipts,
    typing: ['ann', 'bob'],
    outgoing: [
      { client_msg_id: 'o-1', conversation_id: 'c-1', text: 'Anything else?', created_at: now, state: 'queued' },
      {
        client_msg_id: 'o-2',
        conversation_id: 'c-1',
        text: 'This one did not go',
        created_at: now,
        state: 'failed',
        error: { code: 'forbidden', message: 'no' },
      },
    ],
  }
}

export function direct(): Script {
  const now = Date.now()
  const said: readonly (readonly [string, number, string])[] = [
    ['ann', 2000, 'Are you there?'],
    ['me', 1990, 'Yes'],
    ['me', 1989, 'Just came home. The train stood in a field for an hour, and then went back.'],
    ['ann', 30, 'Dinner at eight?'],
    ['me', 28, 'Perfect ❤️'],
    ['ann', 2, 'I ask Bob too, is that fine with you?'],
    ['me', 1, 'Of course'],
  ]
  const messages = said.map(([from, ago, text], index) => message(index + 1, from, now - ago * MINUTE, { text }))
  return {
    conversation: conversation('direct', messages.length),
    messages,
    names,
    presence: { status: 'offline', last_active_ts: now - 12 * MINUTE },
    receipts: [{ user_id: 'ann', delivered_message_id: idOf(7), read_message_id: idOf(5) }],
    typing: ['ann'],
  }
}

export function harm(): Script {
  const now = Date.now()
  const messages = hostile.map((text, index) =>
    message(index + 1, index % 4 === 0 ? 'me' : 'bob', now - (hostile.length - index) * 1000, { text }),
  )
  return {
    conversation: conversation('group', messages.length),
    messages,
    names: { ...names, bob: `Bob\u202E${hostile[0]}` },
  }
}
