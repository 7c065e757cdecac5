/** The words of the conversation pane. A function where something is counted or named. */
export const talk = {
  composer: 'Write a message',
}
