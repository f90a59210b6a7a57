// In a sandboxed frame the browser sends no form, and tells the form nothing of it either: no `submit` event. The pages never send a form; they
// only listen for that event. So the press of a form's button, which the Enter key in a field amounts to as well, brings it about.

export function submitWithoutSending(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[type=submit]") : null;
    if (!(button instanceof HTMLButtonElement) || button.form === null || event.defaultPrevented) return;
    event.preventDefault();
    button.form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: button }));
  });
}
