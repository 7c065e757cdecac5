import { talk } from '../talk/messages/en.ts'

export const en = {
  talk,
}
