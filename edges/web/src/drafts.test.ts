import { expect, test } from 'vitest'
import { draft, forgetDrafts, setDraft } from './drafts.ts'

/** Another tab writes, of which this one is told. */
function elsewhere(change: () => void, key: string | null) {
  change()
  window.dispatchEvent(new StorageEvent('storage', { key }))
}

test('a draft is of one user, in whichever conversation', () => {
  setDraft('ann', 'c-1', 'hers')
  expect(draft('bob', 'c-1')).toBe('')
  setDraft('ann.b', 'c-1', 'his')
  forgetDrafts('ann')
  expect([draft('ann', 'c-1'), draft('ann.b', 'c-1')]).toEqual(['', 'his'])
})

test('what another tab writes, and takes away, is so here', () => {
  setDraft('ann', 'c-1', 'here')
  const key = Object.keys(localStorage).find((one) => one.endsWith('c-1')) ?? ''
  elsewhere(() => localStorage.setItem(key, 'there'), key)
  expect(draft('ann', 'c-1')).toBe('there')
  elsewhere(() => localStorage.removeItem(key), key)
  expect(draft('ann', 'c-1')).toBe('')
  setDraft('ann', 'c-1', 'here')
  elsewhere(() => localStorage.clear(), null)
  expect(draft('ann', 'c-1')).toBe('')
})
