import { expect, test } from 'vitest'
import { matches } from './filter.ts'
import { lastOutgoing, mediaCount, oneLine } from './preview.ts'

test.each([
  ['José Álvarez', 'jose', true],
  ['Anna Müller', 'an mu', true],
  ['Anna Müller', 'mü an', true],
  ['Anna Müller', 'bn', false],
  ['Zürich 2026', '26', true],
  ['anything', '  ', true],
])('%s, looked for as %s: %s', (text, query, found) => expect(matches(text, query)).toBe(found))

test('a preview is one line, and short', () => {
  expect(oneLine(' a\n\tb   c ')).toBe('a b c')
  expect(oneLine('x'.repeat(5000))).toHaveLength(240)
  expect(mediaCount({ media_ids: ['a', 'b'] })).toBe(2)
  expect(mediaCount({ text: 'see', media_ids: ['a'] })).toBe(0)
})

test('the last on its way counts', () => {
  const written = (client_msg_id: string, conversation_id: string) =>
    ({ client_msg_id, conversation_id, created_at: 0, state: 'queued' }) as const
  const last = lastOutgoing([written('1', 'a'), written('2', 'b'), written('3', 'a')])
  expect([last.get('a')?.client_msg_id, last.get('b')?.client_msg_id]).toEqual(['3', '2'])
})
