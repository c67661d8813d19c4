/** Large, calm, readable at arm's length from the printer. */
export const deskStyle = `
:root { font: 18px/1.5 system-ui, sans-serif; color: #14222e; background: #f3f6f8; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; }
h1 { margin: 0; font-size: 1.4rem; } header p { margin: 0 0 1rem; color: #4a5c6a; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .3rem 1rem; background: #fff; padding: 1rem; border-radius: .6rem; }
dt { color: #4a5c6a; } dd { margin: 0; font-weight: 600; }
.bad { color: #a3160f; } .good { color: #0c6b39; }
article { background: #fff; padding: 1rem; border-radius: .6rem; margin-bottom: 1rem; }
article table { border-collapse: collapse; width: 100%; } article th { text-align: left; font-weight: 400; color: #4a5c6a; padding-right: 1rem; }
article td { font-weight: 600; }
label { display: block; margin: .8rem 0 .2rem; }
input { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; text-transform: uppercase; }
button { font: inherit; padding: .6rem 1rem; margin: .8rem .5rem 0 0; border: 0; border-radius: .4rem; background: #0b5cad; color: #fff; cursor: pointer; }
button.other { background: #d9e2e9; color: #14222e; } button.danger { background: #a3160f; }
button:focus-visible, input:focus-visible { outline: 3px solid #f0a202; }
footer { color: #4a5c6a; font-size: .8rem; }
`;
