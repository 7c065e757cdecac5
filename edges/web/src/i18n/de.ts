import { talk } from '../talk/messages/de.ts'
import type { Text } from './text.ts'

export const de: Text = {
  talk,
}
