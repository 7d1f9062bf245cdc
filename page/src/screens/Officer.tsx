export default function Officer() {
  return <main />;
}
