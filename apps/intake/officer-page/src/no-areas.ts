/** Stands for the country's areas, which a device without a line does without: warnings about areas come at the office. */
export const areasAreAtTheOffice = true;
