// Small files of made-up people, awkward in the ways that exports are.

/** Names in one column, dates of birth in three, a reference twice (rows 3 and 4), an NHS number with a wrong check digit (row 5), an empty postcode. */
export const awkwardFile = `Ref,Tenant name,Birth day,Birth month,Birth year,NHS number,Home postcode,GP postcode,Tenancy start
T1,Ann Quillfeather,3,4,1980,943 476 5919,AB1 2CD,AB1 9ZZ,01/02/2019
T2,Mr Bo Marchbanks,14,11,1975,401 023 2137,ZE2 9XX,AB1 9ZZ,15/06/2016
T2,Mr Bo Marchbanks,14,11,1975,401 023 2137,ZE2 9XX,AB1 9ZZ,20/08/2021
T3,"Lovelace, Cora",29,2,1984,943 476 5918,AB1 2CE,AB1 9ZZ,01/01/2020
T4,Dev Okonjo-Pratt,7,7,1991,,,AB1 9ZZ,30/09/2012
T5,Esme Thackwray,21,12,1968,,AB1 3CD,AB1 9ZZ,11/03/2017
`;

/** The NHS number of T1, in another way of writing it. */
export const optOutList = "NHS number\n9434765919\n";
