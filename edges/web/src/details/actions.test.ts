import { expect, test } from 'vitest'
import { memberActions } from './actions.ts'

test.each([
  ['owner', 'member', ['message', 'admin', 'owner', 'remove']],
  ['owner', 'admin', ['message', 'member', 'owner', 'remove']],
  ['admin', 'owner', ['message']],
  ['admin', 'admin', ['message', 'remove']],
  ['admin', 'member', ['message', 'remove']],
  ['member', 'owner', ['message']],
  ['member', 'member', ['message']],
] as const)('%s of %s: %o', (mine, theirs, actions) => expect(memberActions(mine, theirs)).toEqual(actions))
