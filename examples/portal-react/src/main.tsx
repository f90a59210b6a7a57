import { createRoot } from "react-dom/client";
import { Tally } from "./Tally";

const root = document.querySelector("#root");
if (root) createRoot(root).render(<Tally />);
