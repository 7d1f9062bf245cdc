export default function Watch() {
  return <main />;
}
