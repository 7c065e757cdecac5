/** Made by `build/emoji.ts`: for each group, emoji, label, codes and tags. */
declare module 'virtual:emoji' {
  const groups: readonly (readonly (readonly [string, string, string, string])[])[]
  export default groups
}
