export default function Room() {
  return <main />;
}
