import type { Role } from '@parley/client'

export type MemberAction = 'message' | 'admin' | 'member' | 'owner' | 'remove'

/** What one of a role may do with another member: owners and admins remove, nobody the owner; the owner sets roles. */
export function memberActions(mine: Role, theirs: Role): readonly MemberAction[] {
  const actions: MemberAction[] = ['message']
  if (mine === 'owner') actions.push(theirs === 'admin' ? 'member' : 'admin', 'owner')
  if (mine !== 'member' && theirs !== 'owner') actions.push('remove')
  return actions
}
