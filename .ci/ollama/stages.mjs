export async function checkStages() {
  return true;
}
