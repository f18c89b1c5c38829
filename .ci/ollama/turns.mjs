export async function takeTurns() {
  return true;
}
