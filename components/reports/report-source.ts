interface ReportedShop {
  shopName: string;
  merchantName: string;
}

/** Input of a report on causes of a check, and its suggested values. */
export interface ReportSource extends ReportedShop {
  checkId: string;
  causeIndexes: number[];
}

/** Input of a report on a certificate that ends soon. */
export interface CertificateReportSource extends ReportedShop {
  about: "certificate";
}
